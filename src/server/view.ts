/** `modelwright/view`: a model as a picture, with what is wrong in it. */
import { basename } from 'node:path';
import type { Network } from '../ir/network';
import { totalMacs, totalParameters } from '../network/cost';
import { faultsOf } from '../network/faults';
import { known } from '../network/numbers';
import { pictureOf } from '../network/picture';
import type { ShownModel, ViewParams, ViewReport } from '../protocol/editor';
import type { CompiledModel } from './models';
import { pictureWithUris, type UriOf, withUris } from './places';

export function viewReport(model: CompiledModel, { model: wanted, open }: Omit<ViewParams, 'uri'>, uriOf: UriOf): ViewReport {
  const { networks } = model.compilation;
  const network = networks.find(({ name }) => name === wanted) ?? networks[0];
  const broken = brokenBy(model);
  return {
    v: 1,
    uri: model.uri,
    version: model.version,
    models: networks.map(({ name }) => name),
    ...(network === undefined ? {} : { shown: shownModel(network, model, open, uriOf) }),
    ...(broken === undefined ? {} : { broken }),
  };
}

function shownModel(network: Network, { path, compilation }: CompiledModel, open: readonly string[], uriOf: UriOf): ShownModel {
  const { name, location, layers } = network;
  const picture = pictureOf(network, { faults: faultsOf(compilation.diagnostics), open: new Set(open) });
  const here = compilation.diagnostics.filter((diagnostic) => diagnostic.location.file === path);
  return {
    name,
    ...(location?.file === path ? { line: location.range.start.line } : {}),
    picture: pictureWithUris(picture, uriOf),
    ...known('parameters', totalParameters(layers).all),
    ...known('macs', totalMacs(network)),
    layers: layers.length,
    findings: here.map((diagnostic) => withUris(diagnostic, uriOf)),
  };
}

/** What is no finding about layers but about the text: it keeps a part of the file from being evaluated. */
const BREAKS = /^(syntax|import|evaluation)/;

function brokenBy({ path, compilation: { partial, diagnostics } }: CompiledModel): string | undefined {
  if (!partial) return undefined;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const error = errors.find(({ rule }) => BREAKS.test(rule)) ?? errors[0];
  if (error === undefined) return undefined;
  const { file, range } = error.location;
  const place = `Line ${range.start.line + 1}${file === path ? '' : ` of ${basename(file)}`}`;
  return `${place}: ${error.message}`;
}
