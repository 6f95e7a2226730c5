/**
 * Dimensions: a number, a named symbol (`batch`, `time`), or sums and products of them.
 *
 * A dimension is kept in one canonical form, so that two equal sizes are equal as data: a polynomial over atoms, where an
 * atom is a symbol or a rounded-down quotient (what a strided convolution makes of a symbolic length). Plain JSON.
 */

export type Dim = number | Polynomial;

/** A sum of terms, sorted, without zero terms and never a plain number. */
export interface Polynomial {
  readonly terms: readonly Term[];
}

/** `times` × the product of `of`; the constant term has an empty product. */
export interface Term {
  readonly times: number;
  readonly of: readonly Atom[];
}

export type Atom = string | { readonly floor: Dim; readonly by: number };

export type Bindings = Readonly<Record<string, number>>;

export const symbol = (name: string): Dim => ({ terms: [{ times: 1, of: [name] }] });

/** The leading dimension of every tensor in a network. */
export const BATCH: Dim = symbol('batch');

/** A size that an earlier fault left open. It fits everything, so that one mistake is reported once. */
export const UNKNOWN: Dim = symbol('?');

export const isNumber = (dim: Dim): dim is number => typeof dim === 'number';

export const isUnknown = (dim: Dim): boolean => !isNumber(dim) && symbolsOf(dim).includes('?');

export function add(a: Dim, b: Dim): Dim {
  if (isNumber(a) && isNumber(b)) return a + b;
  if (isUnknown(a) || isUnknown(b)) return UNKNOWN;
  return fromTerms([...termsOf(a), ...termsOf(b)]);
}

export function multiply(a: Dim, b: Dim): Dim {
  if (isNumber(a) && isNumber(b)) return a * b;
  if (isUnknown(a) || isUnknown(b)) return UNKNOWN;
  return fromTerms(termsOf(a).flatMap((x) => termsOf(b).map((y) => ({ times: x.times * y.times, of: [...x.of, ...y.of] }))));
}

export const subtract = (a: Dim, b: Dim): Dim => add(a, multiply(-1, b));

export const product = (dims: readonly Dim[]): Dim => dims.reduce(multiply, 1);

/** The quotient rounded down: what strides make of a length. */
export function floorDivide(dim: Dim, by: number): Dim {
  if (isNumber(dim)) return Math.floor(dim / by);
  if (isUnknown(dim)) return UNKNOWN;
  return divideExactly(dim, by) ?? { terms: [{ times: 1, of: [{ floor: dim, by }] }] };
}

/** a / b where b divides a for every value of the symbols; otherwise undefined. Long division of polynomials. */
export function divideExactly(a: Dim, b: Dim): Dim | undefined {
  if (isUnknown(a) || isUnknown(b)) return UNKNOWN;
  const [divisor] = termsOf(b);
  if (divisor === undefined || b === 0) return undefined;
  const quotient: Term[] = [];
  // Every turn takes the highest term off the rest; no one writes sizes with more terms than this.
  for (let rest = a; quotient.length < 32; ) {
    if (rest === 0) return fromTerms(quotient);
    const [highest] = termsOf(rest);
    const share = highest && divideTerm(highest, divisor);
    if (share === undefined) return undefined;
    quotient.push(share);
    rest = subtract(rest, multiply(fromTerms([share]), b));
  }
  return undefined;
}

function divideTerm(a: Term, b: Term): Term | undefined {
  const of = [...a.of];
  for (const atom of b.of) {
    const at = of.findIndex((candidate) => atomName(candidate) === atomName(atom));
    if (at < 0) return undefined;
    of.splice(at, 1);
  }
  return a.times % b.times === 0 ? { times: a.times / b.times, of } : undefined;
}

/** Equal for every value of the symbols. An unknown size equals only itself: ask `fits` where a fault must not spread. */
export const equal = (a: Dim, b: Dim): boolean => formatDim(a) === formatDim(b);

/** Equal as far as is known. */
export const fits = (a: Dim, b: Dim): boolean => isUnknown(a) || isUnknown(b) || equal(a, b);

/** The number a dimension stands for once its symbols have values. */
export function evaluateDim(dim: Dim, bindings: Bindings): number {
  if (isNumber(dim)) return dim;
  return dim.terms.reduce((sum, term) => {
    const factors = term.of.map((atom) => {
      if (typeof atom !== 'string') return Math.floor(evaluateDim(atom.floor, bindings) / atom.by);
      const value = bindings[atom];
      if (value === undefined) throw new Error(`The size '${atom}' has no value here.`);
      return value;
    });
    return sum + factors.reduce((x, y) => x * y, term.times);
  }, 0);
}

/** `batch`, `12`, `2·time + 1`, `⌊(time - 3)/2⌋`. */
export function formatDim(dim: Dim): string {
  if (isNumber(dim)) return String(dim);
  const text = dim.terms.map(({ times, of }) => {
    const factors = of.map(atomName).join('·');
    if (factors === '') return String(times);
    return times === 1 ? factors : times === -1 ? `-${factors}` : `${times}·${factors}`;
  });
  return text.join(' + ').replaceAll('+ -', '- ');
}

const symbolsOf = (dim: Dim): string[] =>
  isNumber(dim)
    ? []
    : dim.terms.flatMap((term) => term.of.flatMap((atom) => (typeof atom === 'string' ? [atom] : symbolsOf(atom.floor))));

const termsOf = (dim: Dim): readonly Term[] => (isNumber(dim) ? [{ times: dim, of: [] }] : dim.terms);

const atomName = (atom: Atom): string => (typeof atom === 'string' ? atom : `⌊(${formatDim(atom.floor)})/${atom.by}⌋`);

const productName = (term: Term): string => term.of.map(atomName).join('·');

function fromTerms(terms: readonly Term[]): Dim {
  const byProduct = new Map<string, Term>();
  for (const term of terms) {
    const of = [...term.of].sort((a, b) => (atomName(a) < atomName(b) ? -1 : 1));
    const name = productName({ times: 1, of });
    byProduct.set(name, { times: (byProduct.get(name)?.times ?? 0) + term.times, of });
  }
  const kept = [...byProduct.values()].filter((term) => term.times !== 0);
  if (kept.length === 0) return 0;
  const [only] = kept;
  if (kept.length === 1 && only !== undefined && only.of.length === 0) return only.times;
  // Higher degrees first, the constant last: how a person writes it.
  kept.sort((a, b) => b.of.length - a.of.length || (productName(a) < productName(b) ? -1 : 1));
  return { terms: kept };
}
