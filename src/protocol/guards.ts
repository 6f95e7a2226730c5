/** Small checks that the guards of this room are put together from. */

/** Undefined where the text is not JSON: it may be torn, or none of ours. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type Check = (value: unknown) => boolean;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isFlag: Check = (value) => typeof value === 'boolean';

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export const isCount: Check = (value) => isNumber(value) && Number.isInteger(value) && value >= 0;

export const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    isText(value) && values.includes(value);

export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

export const mapOf =
  (check: Check): Check =>
  (value) =>
    isRecord(value) && Object.values(value).every(check);

/** Further fields are allowed: a later version may add some. */
export const record =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isRecord(value) && Object.entries(fields).every(([name, check]) => check(value[name]));
