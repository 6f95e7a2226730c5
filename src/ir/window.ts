/** How far a convolution or pooling window gets along one axis. TensorFlow's rules, which Keras follows. */
import { add, type Dim, floorDivide, subtract } from './dim';

export type Padding = 'same' | 'valid';

export interface Window {
  /** Entries that the window reads. */
  readonly size: number;
  readonly stride: number;
  /** Distance between two entries that it reads. */
  readonly dilation: number;
  readonly padding: Padding;
}

/** From the first to the last entry that a window reads, both included. */
export const windowExtent = ({ size, dilation }: Pick<Window, 'size' | 'dilation'>): number => (size - 1) * dilation + 1;

/** Positions of the window along an axis of this size; 0 or less where it does not fit once. */
export const windowOutput = (size: Dim, window: Window): Dim =>
  window.padding === 'same'
    ? floorDivide(add(size, window.stride - 1), window.stride)
    : add(floorDivide(subtract(size, windowExtent(window)), window.stride), 1);
