import ts from 'typescript';
import type { Fix } from '../../ir/diagnostic';
import { isEntry } from '../../language/assembly';
import type { Encoded } from '../../language/recording';
import { callsBetween } from '../applications';
import {
  applicationsOf,
  type CallNode,
  callsOf,
  type Evaluated,
  type LayerNode,
  layersOf,
  type ModelNode,
  madeOf,
  trainingsOf,
} from '../evaluated';
import { ownName } from '../names';
import type { Site } from '../sites';
import { isWrapper } from '../source';
import { insertAtStart, onlyPlace } from './edits';
import { calleeLocation, callers, callLocation, layerLocation, siteLocation } from './flow';
import type { CheckRule, Finding } from './rule';

export const graphUnused: CheckRule = {
  id: 'graph-unused',
  severity: 'warning',
  title: 'Something is made that belongs to no exported model.',
  doc: `Only what is exported is drawn and trained: models, trainings, and all that leads from their inputs to their outputs. A layer
that is made but not applied, or whose result goes nowhere, is usually a connection that was forgotten: the next layer still reads
the tensor before it.`,
  messages: {
    layer: '{op} is made but never applied to a tensor.',
    sequential: '{op}() has no input and is never applied to a tensor.',
    input: 'This input leads nowhere: no exported model uses it.',
    result: 'Nothing uses what {op} gives here: no exported model depends on it.',
    model: 'This model is not exported, so it can be neither drawn nor trained.',
    training: 'This training is not exported, so it cannot be run.',
  },

  *check({ evaluated, models }) {
    const { exports } = evaluated;
    // A file that exports nothing is not finished; after another mistake the connections are not what was meant.
    if (exports.size === 0 || hasGaps(evaluated)) return;
    const exported = new Set([...exports.values()]);
    const trainings = trainingsOf(evaluated);
    for (const training of trainings.filter((node) => !exported.has(node))) yield notExported('training', training.site);
    const trained = new Set(trainings.map(({ model }) => model));
    const applied = new Set(applicationsOf(evaluated).map(({ model }) => model));
    const isUsed = (model: ModelNode): boolean => exported.has(model) || trained.has(model);
    const used = new Set(models.filter(isUsed).flatMap(layersIn));
    for (const model of models) {
      // A model that is applied is a layer; one that shares layers with another is a part of it, or a view.
      const isPart = applied.has(model) || layersIn(model).some((layer) => used.has(layer) && layer.spec.family !== 'input');
      if (!isUsed(model) && !isPart) yield notExported('model', model.site);
    }
    yield* loose(evaluated, models);
  },
};

const layersIn = (model: ModelNode): LayerNode[] => callsBetween(model).map(({ layer }) => layer);

const hasGaps = (evaluated: Evaluated): boolean =>
  [...callsOf(evaluated), ...applicationsOf(evaluated)].some(({ inputs }) => inputs.includes(undefined)) ||
  madeOf(evaluated).some(({ kind, reading }) => kind === 'model' && reading.problems.length > 0);

const notExported = (message: 'model' | 'training', site: Site): Finding => ({
  message,
  params: {},
  at: calleeLocation(site),
  related: callers(site),
  fixes: exportFix(site),
});

/** Layers outside all models; of a branch, its end. */
function* loose(evaluated: Evaluated, models: readonly ModelNode[]): Generator<Finding> {
  const callsIn = new Set(models.flatMap(callsBetween));
  const inModels = new Set([...callsIn].map(({ layer }) => layer));
  const [calls, applications] = [callsOf(evaluated), applicationsOf(evaluated)];
  const read = new Set([...calls, ...applications].flatMap(({ inputs }) => inputs.map((input) => input?.call)));
  // Calls with equal arguments share their reading.
  const readings = new Set(madeOf(evaluated).map(({ reading }) => reading));
  const mentioned = new Set([...readings].flatMap(({ given }) => [...given.values()].flatMap(entriesIn)));
  const isKept = ({ entry, site }: LayerNode | ModelNode): boolean => mentioned.has(entry) || isExported(site);

  for (const node of madeOf(evaluated)) {
    // A chain of layers that waits for a tensor.
    if (node.kind !== 'model' || node.outputs.length > 0 || isKept(node)) continue;
    if (applications.some(({ model }) => model === node)) continue;
    yield { message: 'sequential', params: { op: node.spec.op }, at: calleeLocation(node.site), related: callers(node.site) };
  }
  for (const { model, outputs, site } of applications) {
    if (outputs.length === 0 || outputs.some((output) => output && (read.has(output.call) || callsIn.has(output.call)))) continue;
    yield { message: 'result', params: { op: ownName(model) ?? 'the model' }, at: siteLocation(site), related: callers(site) };
  }
  for (const layer of layersOf(evaluated)) {
    if (inModels.has(layer) || isKept(layer)) continue;
    const common = { params: { op: layer.spec.op }, layer };
    if (layer.calls.length === 0) {
      yield { message: 'layer', ...common, at: layerLocation(layer), related: callers(layer.site) };
    }
    for (const call of layer.calls.filter((one) => !read.has(one))) {
      const isInput = layer.spec.family === 'input';
      yield { message: isInput ? 'input' : 'result', ...common, at: callLocation(call), related: callers(placeOf(call)) };
    }
  }
}

const placeOf = ({ layer, site }: CallNode): Site => (layer.calls.length > 1 ? site : layer.site);

/** The layers and models that a value names. */
function entriesIn(value: Encoded): number[] {
  if (Array.isArray(value)) return value.flatMap(entriesIn);
  return isEntry(value, 'layer') || isEntry(value, 'model') ? [value.entry] : [];
}

/** `export const shared = dense(3)`: other files may use it. */
const isExported = (site: Site): boolean => {
  const statement = statementOf(site);
  return statement !== undefined && ts.isVariableStatement(statement) && isMarked(statement);
};

const isMarked = ({ modifiers }: ts.VariableStatement): boolean =>
  modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;

/** The statement whose value, or the value of one of whose variables, the call is. */
function statementOf({ place }: Site): ts.Statement | undefined {
  let node: ts.Node | undefined = place?.node;
  while (node !== undefined && isWrapper(node.parent)) node = node.parent;
  const parent = node?.parent;
  if (parent === undefined) return undefined;
  if (ts.isExpressionStatement(parent)) return parent;
  return ts.isVariableDeclaration(parent) && ts.isVariableStatement(parent.parent.parent) ? parent.parent.parent : undefined;
}

function exportFix(site: Site): Fix[] {
  const place = onlyPlace(site);
  const statement = statementOf(site);
  if (place === undefined || statement === undefined || !ts.isSourceFile(statement.parent)) return [];
  if (!ts.isVariableStatement(statement) || isMarked(statement)) return [];
  return [{ title: 'Export it', edits: [insertAtStart({ ...place, node: statement }, 'export ')] }];
}
