import { join } from 'node:path';

/** Folder of the bundles and of the data that come with them. */
export const distDir = __dirname;

export const threadFile = join(distDir, 'onnxruntime-thread.js');

/** Looks into a runtime. */
export const probeFile = join(distDir, 'runtime-probe.js');
