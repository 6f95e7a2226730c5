import ts from 'typescript';
import { layerArguments } from '../../language/layer-arguments.spec';
import { closest } from '../closest';
import { type MadeNode, madeOf } from '../evaluated';
import { optionNamePlace, positionalPlace } from '../places';
import { fixOf, onlyPlace, replaceNode } from './edits';
import { callers, placeLocation } from './flow';
import type { CheckRule, Finding } from './rule';
import { findsCount, findsOption } from './typescript';

export const argumentUnknown: CheckRule = {
  id: 'argument-unknown',
  severity: 'error',
  title: 'A function does not have this argument.',
  doc: `An option that the function does not know would have no effect, so it is refused. Names are Keras's, in camelCase:
kernelSize, useBias, fromLogits.`,
  messages: {
    unknown: '{op}() has no option {name}. It takes {known}.',
    similar: '{op}() has no option {name}. Did you mean {suggestion}?',
    none: '{op}() has no option {name}; it takes none.',
    surplus: '{op}() has no use for this argument. It takes {positional}.',
    alone: '{op}() has no use for this argument. It takes options only: {known}.',
  },

  *check({ evaluated }) {
    for (const node of madeOf(evaluated)) yield* problemsOf(node);
  },
};

function* problemsOf(node: MadeNode): Generator<Finding> {
  const { reading, site, spec } = node;
  if (reading.problems.length === 0) return;
  const table = node.kind === 'layer' ? { ...spec.arguments, ...layerArguments } : spec.arguments;
  const names = Object.keys(table);
  const common = {
    ...(node.kind === 'layer' ? { layer: node } : {}),
    related: callers(site),
  };
  for (const problem of reading.problems) {
    if (problem.kind === 'unknown') {
      const { name } = problem;
      const suggestion = closest(
        name,
        names.filter((candidate) => !reading.given.has(candidate)),
      );
      const place = optionNamePlace(site, name);
      const message = suggestion !== undefined ? 'similar' : names.length > 0 ? 'unknown' : 'none';
      const rename =
        place !== undefined &&
        suggestion !== undefined &&
        onlyPlace(site) !== undefined &&
        ts.isPropertyAssignment(place.node.parent);
      yield {
        message,
        params: { op: spec.op, name, suggestion, known: names },
        at: placeLocation(place),
        typescript: findsOption(site, name),
        fixes: rename ? fixOf(`Change to ${suggestion}`, replaceNode(place, suggestion)) : [],
        ...common,
      };
    } else if (problem.kind === 'surplus') {
      const place = positionalPlace(site, problem.position);
      const positional = [...spec.positional, '{ options }'];
      yield {
        message: spec.positional.length > 0 ? 'surplus' : names.length > 0 ? 'alone' : 'surplus',
        params: { op: spec.op, positional: spec.positional.length === 0 ? 'none' : positional, known: names },
        at: placeLocation(place),
        typescript: findsCount(site),
        ...common,
      };
    }
  }
}
