import type { Rule } from './rule';

export const evaluation: Rule = {
  id: 'evaluation',
  severity: 'error',
  title: 'The file stops with an error.',
  doc: `A model file is run, in a closed sandbox, to find out which layers it makes. This error came up on the way; what was made before
it is checked, and what would come after it is not known.`,
  messages: {
    thrown: '{message}',
    notFunction: '{what} is not a function.',
    notDefined: '{name} is not defined.',
    similar: '{name} is not defined. Did you mean {meant}?',
    notImported: "{name} is not imported. Add it to the import from 'modelwright'.",
    unreadable:
      'The file makes more calls than can be followed, or changed what its own evaluation rests on, so nothing can be said about it.',
  },
};
