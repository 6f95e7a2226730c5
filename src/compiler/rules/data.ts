/** What the data say for themselves when they are looked at. */
import type { DataError } from '../../data/error';
import type { TrainingNode } from '../evaluated';
import { stepsOf } from '../trainings';
import { argumentLocation, siteLocation } from './flow';
import type { Finding, Rule } from './rule';

export const dataMissing: Rule = {
  id: 'data-missing',
  severity: 'warning',
  title: 'The data are not there.',
  doc: `Paths are resolved from the model file. Without the data the model can still be drawn and checked by itself, but classes,
shapes and ranges can't be compared with it, and training does not start.`,
  messages: { error: '{message}' },
};

export const dataOutside: Rule = {
  id: 'data-outside',
  severity: 'error',
  title: 'A path leads out of the workspace folder.',
  doc: `A model file from a stranger is safe to open: it names files inside the workspace folder only, and links are followed before that is
judged. Data that are kept elsewhere are reached through the folder that the environment variable MODELWRIGHT_DATA names, which no
model file can change.`,
  messages: { error: '{message}' },
};

export const dataFile: Rule = {
  id: 'data-file',
  severity: 'error',
  title: 'A data file is not what it should be.',
  doc: `The message says which file, and where in it. While you type only the beginning of a large file is read, and of a folder of pictures
only the names; training reads everything before its first step, so a fault further on is found then.`,
  messages: { error: '{message}' },
};

export const dataSettings: Rule = {
  id: 'data-settings',
  severity: 'error',
  title: 'The data are described in a way that does not work.',
  doc: `Columns must be those that the file has, and transforms follow each other and must fit: labels are made one-hot once, and a split must
leave rows to train on.`,
  messages: { error: '{message}' },
};

const byKind = { missing: dataMissing, outside: dataOutside, file: dataFile, settings: dataSettings } as const;

/** At the argument of the source that it is about, or else at the whole of what was called. */
export function dataFinding(training: TrainingNode, { kind, message, argument }: DataError): [Rule, Finding] {
  const [source] = training.data === undefined ? [] : stepsOf(training.data);
  const isNamed = source !== undefined && argument !== undefined && source.reading.given.has(argument);
  // Settings may be those of a transform; files are always those of the source.
  const whole = (kind === 'settings' ? training.data : source) ?? training;
  const at = isNamed ? argumentLocation(source, argument) : siteLocation(whole.site);
  return [byKind[kind], { message: 'error', params: { message }, at }];
}
