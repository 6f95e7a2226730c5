/** A picture of a network as plain data: boxes with stable ids and lines of text, frames around them, connections. */
import type { Family } from './layer-spec';
import type { Location } from './location';

export interface View {
  readonly title: string;
  readonly nodes: readonly ViewNode[];
  readonly edges: readonly ViewEdge[];
}

export interface ViewNode {
  /**
   * Id of its first layer; a further call of a shared layer has `@2`, `@3`, ... behind it, outputs are `output@1`, ..., and a
   * closed block ends in a slash: `encoder/`.
   */
  readonly id: string;
  readonly kind: 'input' | 'layer' | 'block' | 'run' | 'output';
  readonly family: Family | 'block' | 'output';
  readonly state: State;
  /** Name and arguments, then what is quieter. */
  readonly lines: readonly [string, ...string[]];
  /** Ids of the layers inside; empty for an output. */
  readonly layers: readonly string[];
  /** The open blocks around it, from the outside in; absent: none. */
  readonly block?: readonly string[];
}

/** `unknown`: a fault further up left its sizes open. */
export type State = 'ok' | 'fault' | 'unknown';

export interface ViewEdge {
  readonly from: string;
  readonly to: string;
  /** The shape of a sample, where it changes. */
  readonly label?: string;
}

/** A view, made ready for a painter. */
export interface Picture extends View {
  readonly nodes: readonly PictureNode[];
  /** Mermaid. */
  readonly text: string;
}

export interface PictureNode extends ViewNode {
  /** What the Mermaid text calls it. */
  readonly key: string;
  /** Where its calls stand, then where its layers were made; each once. */
  readonly places: readonly Location[];
}
