/** Findings as a picture shows them: what is wrong with each layer, in the words that fit into a box. */
import type { Diagnostic } from '../ir/diagnostic';

/** By layer id. */
export const faultsOf = (diagnostics: readonly Diagnostic[]): ReadonlyMap<string, string> =>
  new Map(
    diagnostics.flatMap(({ severity, layer, message }) =>
      severity === 'error' && layer !== undefined ? [[layer, short(message)]] : [],
    ),
  );

/** The first clause: a box has room for what is wrong, not for what to do. */
const short = (message: string): string => message.split(/[;:.](?=\s|$)/)[0] ?? message;
