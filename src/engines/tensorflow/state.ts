/**
 * The weights, and what optimizers keep, by name. A value waits here until a program that uses it runs; then it is TensorFlow's,
 * in a variable of the session.
 */
import type { SessionState } from '../../formats/graphdef/session';
import type { TensorData } from '../../ir/tensor';
import type { Tensors } from '../engine';
import { checkState, noValue, type TypedPort } from '../inputs';
import { asDeclared, type Session } from './session';

export interface Variables {
  readonly session: Session;
  readonly byName: ReadonlyMap<string, SessionState>;
}

export class State {
  /** In the order in which they were first written; without a value where the session has it. */
  readonly #values = new Map<string, TensorData | undefined>();

  /** Sets what is named. The arrays are the state's from here on. */
  write(state: Tensors): void {
    for (const [name, value] of Object.entries(state)) this.#values.set(name, value);
  }

  /** Puts what waits for this program into the session, or throws a `TypeError` and changes nothing. */
  settle(ports: readonly TypedPort[], { session, byName }: Variables): void {
    const waiting = ports.flatMap((port) => {
      if (!this.#values.has(port.name)) throw noValue(port.name);
      const value = this.#values.get(port.name);
      if (value === undefined) return [];
      checkState(port, value);
      return [{ name: port.name, value, ...(byName.get(port.name) as SessionState).write }];
    });
    if (waiting.length === 0) return;
    session.run(
      waiting.map(({ feed, value }) => ({ at: feed, ...value })),
      waiting.map(({ done }) => done),
    );
    for (const { name } of waiting) this.#values.set(name, undefined);
  }

  /** Copies of all; `variables` may be absent as long as no program has run. */
  read(variables: Variables | undefined): Tensors {
    const settled = [...this.#values].flatMap(([name, value]) => (value === undefined ? [name] : []));
    // To fetch nothing is an error.
    const fetched = variables === undefined || settled.length === 0 ? {} : fetch(settled, variables);
    return Object.fromEntries([...this.#values].map(([name, waiting]) => [name, fetched[name] ?? copyOf(waiting)]));
  }
}

function fetch(names: readonly string[], { session, byName }: Variables): Tensors {
  const variables = names.map((name) => byName.get(name) as SessionState);
  const values = session.run(
    [],
    variables.map(({ read }) => read),
  );
  return Object.fromEntries(variables.map(({ name, type }, k) => [name, asDeclared(values[k] as TensorData, type.dtype)]));
}

const copyOf = (value: TensorData | undefined): TensorData => {
  const { shape, dtype, data } = value as TensorData;
  return { shape, dtype, data: data.slice() };
};
