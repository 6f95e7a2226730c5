/** The same values in an array that has room for `length`: doubled, so that appending one by one costs little. */
export function grown<A extends Float64Array | Int32Array>(values: A, length: number): A {
  if (length <= values.length) return values;
  const larger = new (values.constructor as new (length: number) => A)(Math.max(length, 2 * values.length));
  larger.set(values);
  return larger;
}
