/** Places in a model file where TypeScript offers something by the types alone, so that the language server need not. */
export const TYPESCRIPT_OFFERS: readonly (readonly [marked: string, label: string])[] = [
  ['|', 'dense'],
  ['const x = con|', 'conv2d'],
  ['dense(10, { | })', 'activation'],
  ["dense(10, { activation: 'relu', use|", 'useBias'],
  ["dense(10, { activation: '|' })", 'relu'],
  ['dense(10, { activation: | })', "'relu'"],
  ['dense(10, { useBias: | })', 'true'],
  ['train(m, { | })', 'loss'],
  ["train(m, { loss: '|' })", 'meanSquaredError'],
  ["train(m, { metrics: ['|'] })", 'f1'],
  ['train(m, { optimizer: | })', "'adam'"],
  ['digits().|', 'normalize'],
  ['digits().split({ | })', 'validation'],
  ["import { | } from 'modelwright';", 'conv2d'],
  ["import { dense as d } from '|';", 'modelwright'],
];
