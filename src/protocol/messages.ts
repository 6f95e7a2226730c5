/**
 * Texts for people that travel in events and files: an id that stays, parameters, and the text in English for readers
 * without a translation. A translation replaces the whole template of an id.
 */
import { formatCount } from './format';
import { isNumber, isText, mapOf, record } from './guards';

export interface Message {
  readonly id: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly text: string;
}

const TEMPLATES = {
  'loss-not-finite':
    'The {name} is {value} at step {step}. Lower the learning rate (now {rate}), or look for values in the data that are not numbers.',
  'data-not-finite':
    'The {name} is {value} at step {step}: in {where} of {source}, not all values of {columns} are finite numbers. Correct them, or leave such rows out.',
  'data-overflows':
    'The {name} is {value} at step {step}: in {where} of {source}, not all values of {columns} are finite numbers after the transforms. Look for values there that are far from all others.',
  'broke-in-data':
    'The {name} is {value} at step {step}: not all values that come in at {layer} are finite numbers. Look for empty or broken entries in the data.',
  'broke-in-output':
    'The {name} is {value} at step {step}: {layer} was the first whose output is not finite. Lower the learning rate (now {rate}), or bring the data to a smaller range with normalize() or standardize().',
  'broke-in-loss':
    'The {name} is {value} at step {step}, though the output of {layer} is finite. Look for targets that are not numbers, or lower the learning rate (now {rate}).',
  'broke-in-gradient':
    'The {name} is {value} at step {step}: the gradient of {layer} was the first that is not finite, one step before. Lower the learning rate (now {rate}).',
  'broke-in-update':
    'The {name} is {value} at step {step}: one step before, the weights of {layer} grew beyond all numbers. Lower the learning rate (now {rate}).',
  'stopped-by-signal': 'Stopped by {signal} after step {step}.',
  'stopped-on-request': 'Stopped on request after step {step}.',
  'stopped-early': 'Stopped early: {monitor} has not improved for {wait} epochs. Its best was {value} after epoch {epoch}.',
  'control-paused': 'Paused after step {step}, and saved.',
  'control-running': 'Goes on after step {step}.',
  'control-checkpoint': 'Saved after step {step}.',
  'control-rate': 'The learning rate is {rate} from step {step} on.',
  'control-stop': 'Stops after the steps that are queued, and saves.',
  'control-ended': 'The training has ended meanwhile.',
  'control-refused': 'The request was not understood, or its token is wrong.',
  resumed: 'Goes on from the checkpoint of step {step}.',
  'training-failed': 'Training failed at step {step}: {reason}',
} as const;

export type MessageId = keyof typeof TEMPLATES;

export function message(id: MessageId, params: Message['params']): Message {
  const text = TEMPLATES[id].replace(/\{(\w+)\}/g, (whole, name: string) => shown(params[name] ?? whole));
  return { id, params, text };
}

/** Steps and epochs as they are written everywhere; a learning rate keeps all its digits. */
const shown = (param: string | number): string => (Number.isSafeInteger(param) ? formatCount(Number(param)) : String(param));

const checks = { id: isText, text: isText, params: mapOf((param) => isText(param) || isNumber(param)) };

export const isMessage = (value: unknown): value is Message => record(checks)(value);
