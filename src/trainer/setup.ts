/** All that a training has ready when its loop begins. */
import type { Dataset } from '../data/dataset';
import type { Network } from '../ir/network';
import type { RunWriter } from '../runs/writer';
import type { Bind } from './binding';
import type { Checkpoint } from './checkpoint';
import type { Classifier } from './classifier';
import type { Emit } from './conduct';
import type { Control } from './control';
import type { EvaluationSetup } from './evaluate';
import type { Saver } from './save';

export interface LoopSetup extends EvaluationSetup {
  readonly network: Network;
  readonly bindTraining: Bind;
  readonly dataset: Dataset;
  readonly classifier: Classifier | undefined;
  readonly run: RunWriter;
  /** What a run begins with that has no checkpoint. */
  readonly initial: Checkpoint;
  readonly control: Control;
  readonly emit: Emit;
  readonly saver: Saver;
}
