/** All rules. */
import { argumentUnknown } from './argument-unknown';
import { argumentValue } from './argument-value';
import { consoleLog } from './console';
import { dataFile, dataMissing, dataOutside, dataSettings } from './data';
import { dataInput } from './data-input';
import { dataRange } from './data-range';
import { evaluation } from './evaluation';
import { evaluationHermetic } from './evaluation-hermetic';
import { evaluationLimit } from './evaluation-limit';
import { graphArity } from './graph-arity';
import { graphDisconnected } from './graph-disconnected';
import { graphDupname } from './graph-dupname';
import { graphIoCount } from './graph-io-count';
import { graphUnused } from './graph-unused';
import { importMissing } from './import-missing';
import { importRefused } from './import-refused';
import { importUnknown } from './import-unknown';
import { inputMissing } from './input-missing';
import { lossCce1 } from './loss-cce1';
import { lossDouble } from './loss-double';
import { lossLogits } from './loss-logits';
import { lossSoftmax1 } from './loss-softmax1';
import type { CheckRule, FaultRule, ObstacleRule, Rule } from './rule';
import { shapeConcat } from './shape-concat';
import { shapeFlatten } from './shape-flatten';
import { shapeInner } from './shape-inner';
import { shapeMerge } from './shape-merge';
import { shapeRank } from './shape-rank';
import { shapeReshape } from './shape-reshape';
import { shapeUnderflow } from './shape-underflow';
import { syntax } from './syntax';
import { syntaxUnsupported } from './syntax-unsupported';
import { targetClasses } from './target-classes';
import { targetEncoding } from './target-encoding';
import { trainingLr } from './training-lr';
import { trainingMonitor } from './training-monitor';

export const obstacleRules: readonly ObstacleRule[] = [syntax, syntaxUnsupported, importRefused, importMissing, importUnknown];

/** By the name under which shape rules report. */
export const faultRules: readonly FaultRule[] = [
  argumentValue,
  graphArity,
  shapeConcat,
  shapeMerge,
  shapeRank,
  shapeReshape,
  shapeUnderflow,
];

export const checkRules: readonly CheckRule[] = [
  argumentUnknown,
  argumentValue,
  dataInput,
  dataRange,
  graphArity,
  graphDisconnected,
  graphDupname,
  graphIoCount,
  graphUnused,
  inputMissing,
  lossCce1,
  lossDouble,
  lossLogits,
  lossSoftmax1,
  shapeFlatten,
  shapeInner,
  targetClasses,
  targetEncoding,
  trainingLr,
  trainingMonitor,
];

const ownRules: readonly Rule[] = [
  consoleLog,
  dataFile,
  dataMissing,
  dataOutside,
  dataSettings,
  evaluation,
  evaluationHermetic,
  evaluationLimit,
];

export const rules: readonly Rule[] = [...new Set([...obstacleRules, ...faultRules, ...checkRules, ...ownRules])].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);
