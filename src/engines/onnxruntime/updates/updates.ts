/** The updates of one program, made ready to change the states where those lie. */
import type { Shape } from '../../../ir/tensor';
import type { StateStore } from '../state';
import type { Arena, Place } from './arena';
import { compileLoop, type Loop } from './loop';
import type { Update } from './split';

export interface Updates {
  /** Where the rest of the program writes what they need of it. */
  readonly operands: ReadonlyMap<string, Place>;
  run(): void;
}

/** The arena has to have room for all that they work on. */
export function prepareUpdates(updates: readonly Update[], state: StateStore): Updates {
  const { arena } = state;
  const loopOf = loopsIn(arena);
  const outputs = new Map<string, Place>();
  const placeOfOutput = (name: string, shape: Shape): Place => {
    const place = outputs.get(name) ?? arena.place(shape);
    outputs.set(name, place);
    return place;
  };
  const calls = updates.map(({ code, shape, operands, results }) => {
    const loop = loopOf(code);
    const given = operands.map((operand) =>
      'state' in operand ? state.placeOf(operand.state, shape) : placeOfOutput(operand.output, operand.shape),
    );
    const made = results.map((name) => state.placeOf(name, shape));
    const positions = made.map(({ position }) => position);
    const bytes = made[0]?.bytes ?? 0;
    return () => loop(...given.map(argument), ...positions, bytes);
  });
  return {
    operands: outputs,
    run() {
      for (const call of calls) call();
    },
  };
}

/** All that `prepareUpdates` places. */
export const shapesOf = (updates: readonly Update[]): Shape[] =>
  updates.flatMap(({ shape, operands, results }) => [
    ...results.map(() => shape),
    ...operands.flatMap((operand) => ('state' in operand ? [] : [operand.shape])),
  ]);

const argument = ({ shape, position, tensor }: Place): number => (shape.length === 0 ? (tensor.data[0] as number) : position);

/** One loop for all weights that are updated alike. */
function loopsIn(arena: Arena): (code: Uint8Array<ArrayBuffer>) => Loop {
  const loops = new Map<string, Loop>();
  return (code) => {
    const key = code.join();
    const loop = loops.get(key) ?? compileLoop(code, arena.memory);
    loops.set(key, loop);
    return loop;
  };
}
