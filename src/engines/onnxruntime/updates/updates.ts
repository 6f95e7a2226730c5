/** The updates of one program, made ready to change the states where those lie. */
import type { Shape } from '../../../ir/tensor';
import type { StateStore } from '../state';
import type { Arena, Place } from './arena';
import { compileLoop, type Loop } from './loop';
import type { Update } from './split';

export interface Updates {
  /** How many weights are updated. */
  readonly count: number;
  /** Where the rest of the program writes what they need of it. */
  readonly operands: ReadonlyMap<string, Place>;
  run(): void;
}

/** Undefined where they have to stay in the session: there is no room for what they work on, or the processor lacks instructions. */
export function prepareUpdates(updates: readonly Update[], state: StateStore): Updates | undefined {
  const { arena } = state;
  if (updates.length > 0 && !arena.makeRoomFor(shapesOf(updates))) return undefined;
  const loops = compileLoops(updates, arena);
  if (loops === undefined) return undefined;
  const outputs = new Map<string, Place>();
  const placeOfOutput = (name: string, shape: Shape): Place => {
    const place = outputs.get(name) ?? arena.place(shape);
    outputs.set(name, place);
    return place;
  };
  const calls = updates.map(({ shape, operands, results }, k) => {
    const loop = loops[k] as Loop;
    const given = operands.map((operand) =>
      'state' in operand ? state.placeOf(operand.state, shape) : placeOfOutput(operand.output, operand.shape),
    );
    const made = results.map((name) => state.placeOf(name, shape));
    const positions = made.map(({ position }) => position);
    const bytes = made[0]?.bytes ?? 0;
    return () => loop(...given.map(argument), ...positions, bytes);
  });
  return {
    count: updates.length,
    operands: outputs,
    run() {
      for (const call of calls) call();
    },
  };
}

/** All that is placed. */
const shapesOf = (updates: readonly Update[]): Shape[] =>
  updates.flatMap(({ shape, operands, results }) => [
    ...results.map(() => shape),
    ...operands.flatMap((operand) => ('state' in operand ? [] : [operand.shape])),
  ]);

const argument = ({ shape, position, tensor }: Place): number => (shape.length === 0 ? (tensor.data[0] as number) : position);

/** One loop for all weights that are updated alike. Old processors have none of the instructions. */
function compileLoops(updates: readonly Update[], arena: Arena): Loop[] | undefined {
  const compiled = new Map<string, Loop>();
  try {
    return updates.map(({ code }) => {
      const key = code.join();
      const loop = compiled.get(key) ?? compileLoop(code, arena.memory);
      compiled.set(key, loop);
      return loop;
    });
  } catch {
    return undefined;
  }
}
