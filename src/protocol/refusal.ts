/** Why a training did not begin. `modelwright train` writes it where the environment variable says, for the editor that asked. */
import type { Location } from '../ir/location';
import { isCount, isFlag, isText, optional, record } from './guards';

export const REFUSAL_VARIABLE = 'MODELWRIGHT_REFUSAL';

export interface Refusal {
  readonly v: 1;
  readonly message: string;
  /** The call that describes the data, where it is about them. */
  readonly data?: Location;
  /** It is about the engine, or the device, that was asked for. */
  readonly engine?: boolean;
}

const isPosition = record({ line: isCount, character: isCount });
const checks = record({
  v: (v) => v === 1,
  message: isText,
  data: optional(record({ file: isText, range: record({ start: isPosition, end: isPosition }) })),
  engine: optional(isFlag),
});

export const isRefusal = (value: unknown): value is Refusal => checks(value);
