import { obstacleFinding } from './obstacle';
import type { ObstacleRule } from './rule';

export const importRefused: ObstacleRule = {
  id: 'import-refused',
  severity: 'error',
  title: 'A model file imports only modelwright and other .ts files.',
  doc: `A model file gives the same network every time and everywhere, so that what is checked is what is trained. It therefore reaches no
files, network, clock or packages. Data are described (digits(), ...) and read by the training.`,
  messages: {
    package:
      "'{specifier}' cannot be imported: a model file gives the same network every time, so it reaches only modelwright and .ts files beside it.",
    kind: "'{specifier}' cannot be imported: only .ts files can. Put its values into one.",
  },
  explain: (obstacle) => obstacleFinding(obstacle, /^\.\.?\//.test(obstacle.params.specifier ?? '') ? 'kind' : 'package'),
};
