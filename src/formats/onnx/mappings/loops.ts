/** Loops and random numbers: what reaches out of the graph. */
import type { Value } from '../../../ir/program';
import type { ScanAttributes } from '../../../program/attributes';
import { valueInfo } from '../ports';
import { GraphWriter, type Mapping } from '../writer';

/** Constants of the loop are read from the graph around it, so only carries and slices are inputs of the body. */
export const scan: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const { body, carries, sequences, reverse } = attrs as ScanAttributes;
    const inner = new GraphWriter(body, writer.shared, writer);
    const looped = carries + sequences;
    const own = body.inputs.slice(0, looped).map(({ value }) => {
      const name = writer.shared.fresh('loop');
      inner.set(value, name);
      return valueInfo(name, inner.typeOf(value));
    });
    for (const [k, { value }] of body.inputs.slice(looped).entries()) inner.set(value, writer.get(inputs[looped + k] as Value));
    for (const node of body.nodes) inner.write(node);
    // An output has to come from a node of the body itself, and once.
    const results = body.outputs.map(({ value }) => valueInfo(inner.node('Identity', [inner.get(value)]), inner.typeOf(value)));
    const directions = (length: number) => ({ ints: Array<number>(length).fill(Number(reverse)) });
    const names = writer.nodeOf(
      outputs.length,
      'Scan',
      inputs.slice(0, looped).map((value) => writer.get(value)),
      {
        body: { g: { name: body.name, nodes: inner.nodes, initializers: inner.initializers, inputs: own, outputs: results } },
        num_scan_inputs: { i: sequences },
        scan_input_directions: directions(sequences),
        ...(outputs.length > carries ? { scan_output_directions: directions(outputs.length - carries) } : {}),
      },
    );
    for (const [k, value] of outputs.entries()) writer.set(value, names[k] as string);
  },
};

/** An input of the graph, by the stream's id: who runs it fills it (`program/philox.ts`). */
export const random: Mapping = {
  write(writer, { outputs, attrs }) {
    const [output] = outputs as [Value];
    writer.set(output, writer.shared.random(attrs.id as string, writer.typeOf(output)));
  },
};
