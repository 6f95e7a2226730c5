/** A layer in one line, as it stands in code: `isDog · dense 1 sigmoid`, `conv2d 32 · 3×3 same relu`. */
import { type Dim, formatDim } from '../ir/dim';
import type { Layer } from '../ir/network';
import type { Shape } from '../ir/tensor';
import { layerSpecs } from '../layers/index.spec';

/** Name, if it has one of its own, operation, arguments that stand first, then options that are not at their default. */
export function describeLayer(layer: Layer): string {
  const name = ownName(layer);
  return name === undefined ? describeOperation(layer) : `${name} · ${describeOperation(layer)}`;
}

/** The same without the name. */
export const describeOperation = (layer: Layer): string => [layer.op, ...describeArguments(layer)].join(' ');

/** `filters 32, kernelSize 3×3, padding same`: every argument but how weights start; empty where there is none. */
export function listArguments({ op, args }: Layer): string {
  const known = Object.entries(layerSpecs[op]?.arguments ?? {}).filter(([name]) => !name.endsWith('Initializer'));
  return known.map(([name, argument]) => `${name} ${formatValue(args[name], name, argument.type)}`).join(', ');
}

/** The name a person gave it; undefined for a generated one such as `conv2d_3`. */
export function ownName({ id, op }: Pick<Layer, 'id' | 'op'>): string | undefined {
  const name = id.slice(id.lastIndexOf('/') + 1);
  const generated = name.startsWith(op) && /^(_\d+)?$/.test(name.slice(op.length));
  return generated ? undefined : name;
}

/** `150×150×3`, without the batch; `?` as soon as one size is open. */
export function formatSample(shape: Shape): string {
  const sizes = shape.slice(1).map(formatDim);
  if (sizes.includes('?')) return '?';
  return sizes.map((size) => (size.includes(' ') ? `(${size})` : size)).join('×') || 'scalar';
}

function describeArguments({ op, args }: Layer): string[] {
  const spec = layerSpecs[op];
  if (spec === undefined || op === 'input') return [];
  const written = (name: string): string => formatValue(args[name], name, spec.arguments[name]?.type ?? '');
  const first = spec.positional.map(written);
  const options = Object.entries(spec.arguments).flatMap(([name, argument]) => {
    const value = args[name];
    // How weights start is nothing that a picture of the architecture shows.
    const shown = !spec.positional.includes(name) && !name.endsWith('Initializer') && !same(value, argument.default);
    return shown ? [typeof value === 'string' ? value : `${name} ${written(name)}`] : [];
  });
  return [...(first.length > 0 ? [first.join(' · ')] : []), ...options];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Height and width are one number where they are equal, but kernels, which people call 3×3. */
function formatValue(value: unknown, name: string, type: string): string {
  if (!Array.isArray(value)) return typeof value === 'object' && value !== null ? formatDim(value as Dim) : String(value);
  const parts = value.map((part) =>
    Array.isArray(part) && part[0] !== part[1] ? part.join('/') : formatValue([part].flat()[0], name, ''),
  );
  const isPair = type.includes('readonly [number, number]') && name !== 'kernelSize';
  if (isPair && parts.every((part) => part === parts[0])) return parts[0] ?? '';
  return parts.join(type.startsWith('readonly number[]') ? ', ' : '×');
}
