/** What the data say for themselves when they are looked at. */
import type { Rule } from './rule';

export const dataMissing: Rule = {
  id: 'data-missing',
  severity: 'warning',
  title: 'The data are not there.',
  doc: `Paths are resolved from the model file. Without the data the model can still be drawn and checked by itself, but classes,
shapes and ranges can't be compared with it, and training does not start.`,
  messages: { missing: '{message}' },
};

export const dataSettings: Rule = {
  id: 'data-settings',
  severity: 'error',
  title: 'The data are described in a way that does not work.',
  doc: `Transforms follow each other and must fit: labels are made one-hot once, and a split must leave rows to train on.`,
  messages: { settings: '{message}' },
};
