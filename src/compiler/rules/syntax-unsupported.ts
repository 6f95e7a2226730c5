import { obstacleFinding } from './obstacle';
import type { ObstacleRule } from './rule';

export const syntaxUnsupported: ObstacleRule = {
  id: 'syntax-unsupported',
  severity: 'error',
  title: 'Syntax that is more than JavaScript with types.',
  doc: `A model file is evaluated as it stands, with its types left out. Enums, namespaces, parameter properties, casts in front of a value
and import = need a translation, so they are not accepted; nor are decorators, accessor fields and using. Write a constant
object, a module, a field and \`as\` instead. TypeScript's option erasableSyntaxOnly says the same.`,
  messages: { what: '{what} cannot be evaluated: a model file is JavaScript once its types are left out.' },
  explain: (obstacle) => obstacleFinding(obstacle, 'what'),
};
