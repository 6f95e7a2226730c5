/** Above each model what it costs, above each training what starts it. */
import type { CodeLens, Command } from 'vscode-languageserver/node';
import { type Dim, isUnknown } from '../ir/dim';
import type { Location } from '../ir/location';
import type { Network } from '../ir/network';
import { totalMacs, totalParameters } from '../network/cost';
import { formatCount, formatMacs } from '../network/numbers';
import { SHOW_COMMAND, TRAIN_COMMAND } from '../protocol/editor';
import type { CompiledModel } from './models';

/** Nothing is trained in a workspace that is not trusted. */
export function lensesOf({ uri, path, compilation }: CompiledModel, trusted: boolean): CodeLens[] {
  const above = (location: Location | undefined, command: Command): CodeLens[] =>
    location?.file === path ? [{ range: location.range, command }] : [];
  return [
    ...compilation.networks.flatMap((network) =>
      above(network.location, { title: titleOf(network), command: SHOW_COMMAND, arguments: [uri, network.name] }),
    ),
    ...(trusted ? compilation.trainings : []).flatMap(({ name, location }) =>
      above(location, { title: '▷ Train', command: TRAIN_COMMAND, arguments: [uri, name] }),
    ),
  ];
}

/** What a fault left open is left out. */
function titleOf(network: Network): string {
  const parameters = totalParameters(network.layers).all;
  const macs = totalMacs(network);
  const said = (size: Dim, text: string): string[] => (isUnknown(size) || size === 0 ? [] : [text]);
  return [...said(parameters, `${formatCount(parameters)} parameters`), ...said(macs, formatMacs(macs)), 'Preview'].join(' · ');
}
