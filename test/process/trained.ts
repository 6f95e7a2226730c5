/** A project with one finished run of a small network, trained once for each file of tests that asks. */
import { cpSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runsDirectory } from '../../src/runs/layout';
import { findRun } from '../../src/runs/read';
import { modelwright, project } from './cli';

const MODEL = `import { dense, digits, flatten, input, sequential, train } from 'modelwright';
export const net = sequential([input([8, 8, 1], { name: 'scan' }), flatten(), dense(10, { activation: 'softmax' })]);
export default train(net, {
  data: digits().normalize().split({ validation: 0.1, test: 0.1 }),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: 'adam',
  metrics: ['accuracy'],
  epochs: 2,
  batchSize: 50,
});
`;

/** Its folder. */
export async function trainedProject(): Promise<string> {
  const folder = realpathSync(project({ 'net.model.ts': MODEL }));
  const { code, stderr } = await modelwright(['train', 'net.model.ts', '--threads', '1'], { cwd: folder });
  if (code !== 0) throw new Error(stderr);
  return folder;
}

/** Another one, to do damage to. */
export function copyOf(folder: string): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'modelwright-')));
  cpSync(folder, copy, { recursive: true });
  return copy;
}

export const runsOf = (folder: string): string => runsDirectory(join(folder, 'net.model.ts'));

export const latestRun = (folder: string): string => findRun(runsOf(folder), 'latest');
