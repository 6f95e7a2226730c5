/**
 * Inside the sandbox: what would make two evaluations of one file differ, or run code that no one can read in the file, is
 * recorded and does nothing. Evaluation goes on, so that the rest of the file is checked too.
 */
import { encode, record } from './recorder';

const refuse = (what: string): void => {
  record(undefined, 'refusal', `"what":${encode(what)}`);
};

export function makeHermetic(): void {
  Math.random = () => {
    refuse('Math.random()');
    return 0.5;
  };
  replace('eval', () => refuse('eval()'));
  replace('Date', refusedClass('Date', { now: 'Date.now()', parse: 'Date.parse()', UTC: 'Date.UTC()' }));
  replace('WeakRef', refusedClass('WeakRef', {}));
  replace('FinalizationRegistry', refusedClass('FinalizationRegistry', {}));

  const functions = [() => {}, async () => {}, function* () {}, async function* () {}];
  for (const [index, sample] of functions.entries()) {
    const refused = function RefusedFunction(): () => void {
      refuse('Function()');
      return () => {};
    };
    const prototype = Object.getPrototypeOf(sample);
    refused.prototype = prototype;
    Object.defineProperty(prototype, 'constructor', { value: refused });
    if (index === 0) replace('Function', refused);
  }
}

const replace = (name: string, value: unknown): void => {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
};

/** Every method of an instance gives 0. */
function refusedClass(name: string, statics: Readonly<Record<string, string>>): unknown {
  const instance: object = new Proxy(
    {},
    { get: (_, key) => (key === Symbol.toPrimitive || key === 'toJSON' ? undefined : () => 0) },
  );
  const refused = function Refused(): object {
    refuse(new.target === undefined ? `${name}()` : `new ${name}()`);
    return instance;
  };
  for (const [method, what] of Object.entries(statics)) {
    Object.assign(refused, {
      [method]: () => {
        refuse(what);
        return 0;
      },
    });
  }
  return refused;
}
