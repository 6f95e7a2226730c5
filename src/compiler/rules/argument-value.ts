import type { ArgumentTable } from '../../ir/arguments';
import { isTensor } from '../../language/assembly';
import { layerArguments } from '../../language/layer-arguments.spec';
import { showBriefly } from '../../language/recording';
import { applicationsOf, callsOf, type MadeNode, madeOf } from '../evaluated';
import { ownName } from '../names';
import { argumentPlace, positionalPlace } from '../places';
import { argumentLocation, callers, layerLocation, placeLocation, siteLocation } from './flow';
import type { CheckRule, FaultRule, Finding } from './rule';
import { findsCount, findsValue } from './typescript';

export const argumentValue: CheckRule & FaultRule = {
  id: 'argument-value',
  severity: 'error',
  title: 'An argument is missing, or has a value that the function does not take.',
  doc: `Sizes are positive whole numbers, names come from a list, and some arguments exclude each other: a convolution takes
strides or a dilation, but not both. The message says what is accepted.`,
  messages: {
    refused: '{argument} must be {expected}; it is {value}.',
    related: '{argument} must be {expected}; it is {value} ({others}).',
    missing: '{op}() lacks its argument {argument}; it must be {expected}.',
    tensor: '{op} is applied to tensors; this is {value}.',
  },

  explain({ argument = '', params: { value, expected, ...others } }, { layer }) {
    const list = Object.entries(others).map(([name, other]) => `${name}: ${showBriefly(other)}`);
    return {
      message: 'related',
      params: { argument, expected, value: showBriefly(value), others: list.join(', ') },
      at: layerLocation(layer, argument),
      layer,
      related: callers(layer.site),
    };
  },

  *check({ evaluated }) {
    for (const node of madeOf(evaluated)) yield* problemsOf(node);
    for (const { given, layer, site } of callsOf(evaluated)) {
      for (const [position, value] of given.entries()) {
        if (isTensor(value)) continue;
        const place = positionalPlace(site, position);
        yield {
          message: 'tensor',
          params: { op: layer.spec.op, value: showBriefly(value) },
          at: placeLocation(place),
          layer,
          related: callers(site),
          typescript: findsValue(site, place, 'Tensor', value),
        };
      }
    }
    // A chain's first layer says it.
    for (const { given, model, site } of applicationsOf(evaluated).filter(({ model: { outputs } }) => outputs.length > 0)) {
      for (const [position, value] of given.entries()) {
        if (isTensor(value)) continue;
        const place = positionalPlace(site, position);
        const params = { op: ownName(model) ?? 'model', value: showBriefly(value) };
        const typescript = findsValue(site, place, 'Tensor', value);
        yield { message: 'tensor', params, at: placeLocation(place), related: callers(site), typescript };
      }
    }
  },
};

function* problemsOf(node: MadeNode): Generator<Finding> {
  const { reading, site, spec } = node;
  if (reading.problems.length === 0) return;
  const table: ArgumentTable = { ...layerArguments, ...spec.arguments };
  for (const problem of reading.problems) {
    if (problem.kind !== 'missing' && problem.kind !== 'refused') continue;
    const { name: argument, expected } = problem;
    const value = problem.kind === 'missing' ? undefined : showBriefly(problem.value);
    const type = table[argument]?.type ?? 'unknown';
    yield {
      message: problem.kind,
      params: { op: spec.op, argument, expected, value },
      at: problem.kind === 'missing' ? siteLocation(site) : argumentLocation(node, argument),
      typescript:
        problem.kind === 'missing'
          ? findsCount(site)
          : findsValue(site, argumentPlace(site, spec, argument), type, problem.value),
      ...(node.kind === 'layer' ? { layer: node } : {}),
      related: callers(site),
    };
  }
}
