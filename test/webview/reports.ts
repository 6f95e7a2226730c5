/** What the language server sends for a file, from the real compiler. */

import type { Compilation } from '../../src/compiler/compile';
import { totalMacs, totalParameters } from '../../src/network/cost';
import { pictureOf } from '../../src/network/picture';
import type { ViewReport } from '../../src/protocol/editor';

export function reportOf({ networks, diagnostics }: Compilation, open: readonly string[] = []): ViewReport {
  const [network] = networks;
  const models = networks.map(({ name }) => name);
  if (network === undefined) return { v: 1, uri: 'file:///net.model.ts', version: 1, models };
  const faults = new Map(
    diagnostics.flatMap(({ severity, layer, message }) => (severity === 'error' && layer ? [[layer, message] as const] : [])),
  );
  const parameters = totalParameters(network.layers).all;
  const macs = totalMacs(network);
  return {
    v: 1,
    uri: 'file:///net.model.ts',
    version: 1,
    models,
    shown: {
      name: network.name,
      line: 3,
      picture: pictureOf(network, { faults, open: new Set(open) }),
      ...(typeof parameters === 'number' ? { parameters } : {}),
      ...(typeof macs === 'number' ? { macs } : {}),
      layers: network.layers.length,
      findings: diagnostics,
    },
  };
}
