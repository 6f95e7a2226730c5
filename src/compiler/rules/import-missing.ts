import { obstacleFinding } from './obstacle';
import type { ObstacleRule } from './rule';

export const importMissing: ObstacleRule = {
  id: 'import-missing',
  severity: 'error',
  title: 'An imported file is not there.',
  doc: 'The path counts from the file that imports, and may leave out the ending: ./layers means ./layers.ts or ./layers/index.ts.',
  messages: { file: "There is no file '{specifier}' beside this one." },
  explain: (obstacle) => obstacleFinding(obstacle, 'file'),
};
