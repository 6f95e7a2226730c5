/** Finds the values of symbolic sizes from the tensors that a Program is given, and refuses tensors that do not fit. */
import { type Bindings, evaluateDim, isNumber } from '../ir/dim';
import { formatShape, type Shape } from '../ir/tensor';

/** A tensor as the Program declares it, and as it came. */
interface Given {
  readonly name: string;
  readonly declared: Shape;
  readonly shape: readonly number[];
}

/** Throws a `TypeError` that names the tensor and the sizes. */
export function bindSymbols(tensors: readonly Given[]): Bindings {
  const bindings: Record<string, number> = {};
  for (const { declared, shape } of tensors) {
    declared.forEach((dim, axis) => {
      const symbol = plainSymbol(dim);
      const size = shape[axis];
      if (symbol !== undefined && size !== undefined) bindings[symbol] ??= size;
    });
  }
  for (const { name, declared, shape } of tensors) {
    const fits = declared.length === shape.length && declared.every((dim, axis) => evaluateDim(dim, bindings) === shape[axis]);
    if (!fits) {
      const known = Object.entries(bindings).map(([symbol, size]) => `${symbol} is ${size}`);
      const where = known.length === 0 ? '' : ` where ${known.join(' and ')}`;
      throw new TypeError(`${name} has to be ${formatShape(declared)}${where}, got [${shape.join(', ')}].`);
    }
  }
  return bindings;
}

/** The name of a size that is one symbol and nothing else. */
function plainSymbol(dim: Shape[number]): string | undefined {
  if (isNumber(dim)) return undefined;
  const [term, ...others] = dim.terms;
  const [atom, ...factors] = term?.of ?? [];
  const isPlain = others.length === 0 && factors.length === 0 && term?.times === 1 && typeof atom === 'string';
  return isPlain ? atom : undefined;
}
