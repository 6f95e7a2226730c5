import type { Rule } from './rule';

export const evaluationLimit: Rule = {
  id: 'evaluation-limit',
  severity: 'error',
  title: 'The file takes too long, or too much memory.',
  doc: `Making a network takes milliseconds, so evaluation is stopped after about 20 million steps, at 64 MB, and when functions call each
other some thousand levels deep. Behind it is nearly always a loop that does not end.`,
  messages: {
    time: 'The file takes too long to evaluate; it was stopped. Look for a loop that does not end.',
    memory: 'The file takes more than 64 MB to evaluate; it was stopped. Look for a list or text that grows without end.',
    recursion: 'Functions call each other too deeply; evaluation was stopped. Look for a function that calls itself without end.',
    output: 'The file makes a network too large to handle; evaluation was stopped.',
    await: 'The file waits for something that never comes; nothing outside can answer an await.',
  },
};
