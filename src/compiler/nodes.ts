/** What a file made: nodes that know where they were written. */
import type { Callable } from '../ir/callable';
import type { LayerSpec } from '../ir/layer-spec';
import type { Inferred, Known } from '../language/infer';
import type { Reading } from '../language/read';
import type { Encoded } from '../language/recording';
import type { Site } from './sites';

/** A function of the language, called. */
export interface Made<Spec extends Callable = Callable> {
  readonly entry: number;
  readonly spec: Spec;
  readonly reading: Reading;
  readonly site: Site;
}

export interface LayerNode extends Made<LayerSpec> {
  readonly kind: 'layer';
  readonly calls: CallNode[];
}

/** A layer applied to tensors. */
export interface CallNode {
  readonly kind: 'call';
  readonly entry: number;
  readonly layer: LayerNode;
  /** Undefined where something else than a tensor stood. */
  readonly inputs: readonly (Output | undefined)[];
  readonly given: readonly Encoded[];
  readonly inferred: Inferred;
  readonly site: Site;
  /** The blocks and applications around it, from the outside in. */
  readonly path: Path;
  /** Calls come after what they read. */
  readonly order: number;
}

export type Path = readonly (BlockNode | ApplicationNode)[];

export interface BlockNode extends Made {
  readonly kind: 'block';
  /** Ends with this one. */
  readonly path: Path;
}

/** A model applied like a layer: its calls are there once more, or a chain's for the first time. */
export interface ApplicationNode {
  readonly kind: 'application';
  readonly entry: number;
  readonly model: ModelNode;
  readonly inputs: readonly (Output | undefined)[];
  /** None of a chain: its last layer has them. */
  readonly outputs: readonly (Output | undefined)[];
  readonly given: readonly Encoded[];
  readonly site: Site;
  /** Ends with this one. */
  readonly path: Path;
}

export interface Output {
  readonly call: CallNode;
  readonly output: number;
}

export interface ModelNode extends Made {
  readonly kind: 'model';
  readonly inputs: readonly Output[];
  /** None: a chain of layers that waits for a tensor. */
  readonly outputs: readonly Output[];
  /** Where it was made. */
  readonly path: Path;
}

export interface DataNode extends Made {
  readonly kind: 'data';
  /** What this is a transform of. */
  readonly from?: DataNode;
}

export interface DescribedNode extends Made {
  readonly kind: 'loss' | 'optimizer' | 'schedule' | 'callback';
  /** The learning rate of an optimizer, where it is no number. */
  readonly schedule?: DescribedNode;
}

export interface TrainingNode extends Made {
  readonly kind: 'training';
  readonly model?: ModelNode;
  readonly data?: DataNode;
  readonly loss?: DescribedNode | string;
  readonly optimizer?: DescribedNode | string;
  readonly callbacks: readonly DescribedNode[];
}

export interface Note {
  readonly kind: 'refusal' | 'log';
  readonly text: string;
  readonly site: Site;
}

export type MadeNode = LayerNode | ModelNode | BlockNode | DataNode | DescribedNode | TrainingNode;
export type EntryNode = MadeNode | CallNode | ApplicationNode | Note;

export const typeOf = (output: Output | undefined): Known => output?.call.inferred.outputs[output.output];
