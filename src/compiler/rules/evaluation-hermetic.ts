import type { Rule } from './rule';

export const evaluationHermetic: Rule = {
  id: 'evaluation-hermetic',
  severity: 'error',
  title: 'The file asks for what differs from run to run.',
  doc: `A model file gives the same network every time: what is checked in the editor is what is drawn, trained and shipped, on this
machine and on every other. So there is no randomness, clock, file, network or environment in it, and no code hidden in texts.`,
  messages: {
    random:
      '{what} is refused: a model file gives the same network every time. Initializers draw the weights; write other numbers into the file.',
    clock: '{what} is refused: a model file gives the same network every time, so it has no clock. Write the date into the file.',
    code: '{what} is refused: a model file gives the same network every time, and code inside a text cannot be checked. Write the code into the file.',
    memory: '{what} is refused: a model file gives the same network every time, and when memory is freed differs.',
    outside:
      '{what} is not there: a model file gives the same network every time, so it reaches no files, network, clock or environment.',
  },
};

const SUBJECTS: readonly (readonly [RegExp, string])[] = [
  [/^Math/, 'random'],
  [/Date/, 'clock'],
  [/^(eval|Function)/, 'code'],
];

export const hermeticMessage = (what: string): string => SUBJECTS.find(([pattern]) => pattern.test(what))?.[1] ?? 'memory';

/** Names that other JavaScript finds in the global scope. */
export const OUTSIDE: ReadonlySet<string> = new Set(
  `process require module __dirname __filename Buffer global window document navigator location fetch XMLHttpRequest WebSocket
  setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame performance crypto localStorage Deno Bun`.split(/\s+/),
);
