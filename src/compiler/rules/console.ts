import type { Rule } from './rule';

export const consoleLog: Rule = {
  id: 'console',
  severity: 'info',
  title: 'What the file prints.',
  doc: 'console.log(x.shape) shows the shape beside the line.',
  messages: { text: '{text}' },
};
