import { obstacleFinding } from './obstacle';
import type { ObstacleRule } from './rule';

export const syntax: ObstacleRule = {
  id: 'syntax',
  severity: 'error',
  title: 'The file is not valid TypeScript.',
  doc: `The message is TypeScript's own. Until it is repaired, the statement around it is left out, and the rest of the file is drawn
without it.`,
  messages: { parser: '{message}' },
  explain: (obstacle) => obstacleFinding(obstacle, 'parser'),
};
