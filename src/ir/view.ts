/** A picture of a network as plain data: boxes with stable ids and lines of text, frames around them, connections. */
import type { Family } from './layer-spec';
import type { Location } from './location';

export interface View {
  readonly title: string;
  readonly nodes: readonly ViewNode[];
  readonly edges: readonly ViewEdge[];
  /** Of what is open, an outer one before those inside it. */
  readonly frames: readonly ViewFrame[];
}

export interface ViewNode {
  /**
   * Id of its first layer; a further call of a shared layer has `@2`, `@3`, ... behind it, outputs are `output@1`, .... A closed
   * block ends in a slash, `encoder/`, and a run of blocks or layers that are folded in `/×`: `encoder/×`, `dense_2/×`.
   */
  readonly id: string;
  readonly kind: 'input' | 'layer' | 'block' | 'run' | 'output';
  readonly family: Family | 'block' | 'output';
  readonly state: State;
  /** Name and arguments, then what is quieter. */
  readonly lines: readonly [string, ...string[]];
  /** Ids of the layers inside; empty for an output. */
  readonly layers: readonly string[];
  /** Id of the innermost frame around it; absent: none. */
  readonly frame?: string;
  /** All arguments of a layer, or what one of the blocks consists of. */
  readonly detail?: string;
  /** Shape of a sample that leaves it, `?` where it is open; absent: several. */
  readonly output?: string;
  /** Absent: symbolic, or left open by a fault. */
  readonly parameters?: number;
  /** Of one sample; absent likewise. */
  readonly macs?: number;
}

/** `unknown`: a fault further up left its sizes open. */
export type State = 'ok' | 'fault' | 'unknown';

/** Around the boxes of a block or run that is open. */
export interface ViewFrame {
  /** As the closed box had it. */
  readonly id: string;
  readonly title: string;
  /** Id of the frame around this one. */
  readonly parent?: string;
  /** How many layers stand inside. */
  readonly layers: number;
  /** It can't be closed: a fault is inside, or everything is. */
  readonly fixed: boolean;
}

export interface ViewEdge {
  readonly from: string;
  readonly to: string;
  /** `fault`: what arrives does not fit. */
  readonly state: State;
  /** The shape of a sample, where it changes or does not fit. */
  readonly label?: string;
}

/** A view, made ready for a painter. */
export interface Picture extends View {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  readonly frames: readonly PictureFrame[];
  /** Mermaid. */
  readonly text: string;
}

export interface PictureNode extends ViewNode {
  /** What the Mermaid text calls it. */
  readonly key: string;
  /** Where its call stands, then where its layer was made; of several layers, all calls of one and where it was made, then of the next. */
  readonly places: readonly Location[];
}

export interface PictureEdge extends ViewEdge {
  readonly key: string;
}

export interface PictureFrame extends ViewFrame {
  readonly key: string;
}
