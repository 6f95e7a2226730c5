/**
 * The gradient of a loop is a loop the other way round. From the carries that each step began with, which the first loop
 * now stacks as well, it computes the step anew and differentiates it. The gradients of carries are carried on, those of
 * constants summed up, those of sequences stacked.
 */
import type { Program, Value } from '../../ir/program';
import type { ScanAttributes } from '../attributes';
import { backpropagate } from '../differentiate';
import type { GradientCall } from '../primitive';

type ScanCall = GradientCall<readonly Value[], ScanAttributes>;

export function scanGradient(call: ScanCall): readonly (Value | undefined)[] {
  const { graph: g, inputs, gradients, attrs } = call;
  const { body, carries, sequences, reverse } = attrs;
  const { carried, summed, stacked } = differentiable(call);
  const given = [...gradients.keys()].slice(carries).filter((k) => gradients[k] !== undefined);

  const loop = g.scan(
    {
      carries: [
        ...carried.map((k) => gradients[k] ?? g.zeros(g.typeOf(at(inputs, k)))),
        ...summed.map((k) => g.zeros(g.typeOf(at(inputs, k)))),
      ],
      sequences: [...stackedCarries(call), ...inputs.slice(carries, carries + sequences), ...given.map((k) => at(gradients, k))],
      constants: inputs.slice(carries + sequences),
      reverse: !reverse,
    },
    (b, sums, slices, constants) => {
      const bodyInputs = [...slices.slice(0, carries + sequences), ...constants];
      const bodyOutputs = b.inline(body, bodyInputs);
      const seeds = [
        ...carried.map((k, i) => ({ value: at(bodyOutputs, k), gradient: at(sums, i) })),
        ...given.map((k, i) => ({ value: at(bodyOutputs, k), gradient: at(slices, carries + sequences + i) })),
      ];
      const wanted = [...carried, ...summed, ...stacked].map((k) => at(bodyInputs, k));
      const found = backpropagate(b, seeds, wanted).map((value, i) => value ?? b.zeros(b.typeOf(at(wanted, i))));
      const [toSum, toStack] = [carried.length, carried.length + summed.length];
      const totals = found.slice(toSum, toStack).map((value, i) => b.add(at(sums, toSum + i), value));
      return { carries: [...found.slice(0, toSum), ...totals], stacked: found.slice(toStack) };
    },
  );

  const results = [...loop.carries, ...loop.stacked];
  const positions = [...carried, ...summed, ...stacked];
  return inputs.map((_, k) => (positions.includes(k) ? at(results, positions.indexOf(k)) : undefined));
}

/** Positions of the inputs that have a gradient. Carries always, since they lead to all the others. */
function differentiable({ graph, inputs, attrs: { carries, sequences }, wanted }: ScanCall) {
  const floats = [...inputs.keys()].filter((k) => graph.typeOf(at(inputs, k)).dtype === 'float32');
  return {
    carried: floats.filter((k) => k < carries),
    stacked: floats.filter((k) => k >= carries && k < carries + sequences && wanted[k]),
    summed: floats.filter((k) => k >= carries + sequences && wanted[k]),
  };
}

/** The carries that each step began with, stacked: outputs that the first loop is given where it hasn't them yet. */
function stackedCarries({ graph, outputs, attrs }: ScanCall): Value[] {
  const node = graph.nodes.find((candidate) => candidate.outputs[0] === outputs[0]);
  if (node === undefined) throw new TypeError('scan: its node is not in the graph.');
  const { body, carries } = attrs;
  const begins = body.inputs.slice(0, carries);
  const find = (program: Program, value: Value): number =>
    program.outputs.findIndex((port, k) => k >= carries && port.value === value);
  const missing = begins.filter(({ value }) => find(body, value) < 0);
  const wider = { ...body, outputs: [...body.outputs, ...missing.map(({ name, value }) => ({ name: `begin/${name}`, value }))] };
  const all = missing.length === 0 ? node.outputs : graph.widen(node, { ...attrs, body: wider });
  return begins.map(({ value }) => at(all, find(wider, value)));
}

const at = (values: readonly (Value | undefined)[], k: number): Value => values[k] as Value;
