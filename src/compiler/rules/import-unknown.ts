import { obstacleFinding } from './obstacle';
import type { ObstacleRule } from './rule';

export const importUnknown: ObstacleRule = {
  id: 'import-unknown',
  severity: 'error',
  title: 'modelwright does not have what is imported.',
  doc: "Layers, optimizers and losses have Keras's names in camelCase: conv2d, maxPooling2d, sparseCategoricalCrossentropy.",
  messages: {
    unknown: "modelwright has no '{name}'.",
    similar: "modelwright has no '{name}'. Did you mean {suggestion}?",
  },
  explain: (obstacle) => obstacleFinding(obstacle, obstacle.suggestion === undefined ? 'unknown' : 'similar'),
};
