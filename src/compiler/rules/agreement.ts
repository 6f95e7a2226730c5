/** Repairs where tensors meet that do not fit: a change of one branch is tried out, and offered if no other one helps too. */

import ts from 'typescript';
import type { Fix, Related } from '../../ir/diagnostic';
import { equal } from '../../ir/dim';
import { inferLayer, type Known } from '../../language/infer';
import { type CallNode, type LayerNode, typeOf } from '../evaluated';
import { argumentPlace } from '../places';
import { calleeName, type Site } from '../sites';
import { ancestors, calculators } from './causes';
import { setArgument } from './edits';
import { upstream } from './flow';
import { shrinking } from './shrinking';

interface Change {
  readonly layer: LayerNode;
  readonly argument: string;
  readonly value: unknown;
}

/** The one change of a branch after which the call's inputs fit; none where there are several or none. */
export function agreeing(call: CallNode): Fix[] {
  const repairs = call.inputs.flatMap((input, position) => {
    if (input === undefined) return [];
    const branch = branchOf(call, position);
    const works = (changes: readonly Change[]): boolean =>
      changes.length > 0 && fitsWith(call, position, retyped(branch, changes));
    const padded = branch.filter(({ layer }) => layer.reading.args.padding === 'valid').map(({ layer }) => same(layer));
    const single = [...padded, ...branch.flatMap((step) => widened(step, call, position))].filter((change) => works([change]));
    return single.length > 0 ? single.map((change) => [change]) : works(padded) ? [padded] : [];
  });
  const [only, ...others] = repairs;
  return only === undefined || others.length > 0 ? [] : fixWith(only);
}

/** What made images smaller on the way to each input, and to no other, and so a size along one of these axes (the last is -1). */
export const shrinkingBranches = (call: CallNode, axes: readonly number[]): Related[] =>
  call.inputs.flatMap((input, position) => {
    if (input === undefined) return [];
    const branch = branchOf(call, position);
    const causes = calculators(input, axes);
    return shrinking(input, (step) => branch.includes(step) && causes.has(step));
  });

/** The calls that lead to an input and to no other, from the last one up. */
function branchOf(call: CallNode, position: number): CallNode[] {
  const input = call.inputs[position];
  const elsewhere = new Set(
    call.inputs.flatMap((other, at) => (at === position || other === undefined ? [] : [...ancestors(other)])),
  );
  const branch: CallNode[] = [];
  for (const step of input === undefined ? [] : upstream(input)) {
    if (elsewhere.has(step) || step.inputs.length !== 1 || step.layer.reading.problems.length > 0) break;
    branch.push(step);
  }
  return branch;
}

const same = (layer: LayerNode): Change => ({ layer, argument: 'padding', value: 'same' });

/** The width of the other inputs, for the layer that decides that of this one. */
function widened({ layer, inferred }: CallNode, call: CallNode, position: number): Change[] {
  const own = inferred.outputs[0]?.shape.at(-1);
  const widths = call.inputs.flatMap((input, at) => (at === position ? [] : [typeOf(input)?.shape.at(-1)]));
  const [value] = widths;
  if (own === undefined || value === undefined || widths.some((width) => width === undefined || !equal(width, value))) return [];
  return Object.entries(layer.spec.arguments).flatMap(([argument, { type }]) =>
    type === 'Size' && layer.reading.args[argument] === own && own !== value ? [{ layer, argument, value }] : [],
  );
}

/** What a branch gives after the changes; undefined where they make a fault. */
function retyped(branch: readonly CallNode[], changes: readonly Change[]): Known {
  let type = typeOf(branch.at(-1)?.inputs[0]);
  for (const { layer } of branch.toReversed()) {
    const own = changes.filter((change) => change.layer === layer);
    const args = { ...layer.reading.args, ...Object.fromEntries(own.map(({ argument, value }) => [argument, value])) };
    const { outputs, faults } = inferLayer(layer.spec, { ...layer.reading, args, guesses: [args] }, [type]);
    type = faults.length > 0 ? undefined : outputs[0];
  }
  return type;
}

const fitsWith = ({ layer, inputs }: CallNode, position: number, type: Known): boolean =>
  type !== undefined &&
  inferLayer(
    layer.spec,
    layer.reading,
    inputs.map((input, at) => (at === position ? type : typeOf(input))),
  ).faults.length === 0;

function fixWith(changes: readonly Change[]): Fix[] {
  const edits = changes.map(({ layer, argument, value }) => {
    if (!isAlone(layer.site) || layer.calls.length > 1) return undefined;
    const node = argumentPlace(layer.site, layer.spec, argument)?.node;
    const isPlain = typeof value === 'string' || (node !== undefined && ts.isNumericLiteral(node));
    return isPlain
      ? setArgument(layer.site, layer.spec, argument, typeof value === 'string' ? `'${value}'` : `${value}`)
      : undefined;
  });
  const [first] = changes;
  if (first === undefined || edits.some((edit) => edit === undefined)) return [];
  const title = first.argument === 'padding' ? "Set padding: 'same'" : `Change ${first.argument} to ${first.value}`;
  return [{ title, edits: edits.filter((edit) => edit !== undefined) }];
}

/** Not in a helper, which may be called for other tensors too. */
const isAlone = (site: Site): boolean => site.callers().every(({ node }) => calleeName(node) === 'block');
