/**
 * A runtime is what the TensorFlow engine needs beside Modelwright: the binding of `@tensorflow/tfjs-node` or `-gpu`, and the
 * TensorFlow library it was compiled for. It is the project's own, or was installed into the user's data folder.
 */

export interface Runtime {
  /** Folder of the npm package. */
  readonly folder: string;
  /** Path of its `tfjs_binding.node`. */
  readonly binding: string;
  readonly package: RuntimePackage;
  /** `project`: found in node_modules above the model file; `installed`: by `modelwright runtime install`. */
  readonly origin: 'project' | 'installed';
}

export type RuntimePackage = '@tensorflow/tfjs-node-gpu' | '@tensorflow/tfjs-node';

export type Device = 'cpu' | 'gpu';

export const deviceOf = (name: RuntimePackage): Device => (name === '@tensorflow/tfjs-node-gpu' ? 'gpu' : 'cpu');

export const packageFor = (device: Device): RuntimePackage =>
  device === 'gpu' ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node';

/** What a runtime says of itself when it is loaded, in a process of its own since a broken library may end it. */
export interface Probe {
  /** Of the TensorFlow library: `2.21.0`. */
  readonly version: string;
  /** Devices that it can compute on beside the CPU; empty without a GPU that it can use. The binding tells of one at most. */
  readonly gpus: readonly string[];
}
