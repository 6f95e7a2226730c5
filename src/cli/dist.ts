import { join } from 'node:path';

/** Folder of the bundles and of the data that come with them. */
export const distDir = __dirname;

/** Looks into a runtime. */
export const probeFile = join(distDir, 'runtime-probe.js');

/** What engines need, for a model file in the folder `from`. */
export const engineFiles = (from: string) => ({
  onnxruntimeThread: join(distDir, 'onnxruntime-thread.js'),
  tensorflowThread: join(distDir, 'tensorflow-thread.js'),
  probeFile,
  from,
});
