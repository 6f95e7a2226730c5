/** onnxruntime can't be loaded on this machine. */
export class EngineUnavailableError extends Error {
  override readonly name = 'EngineUnavailableError';

  constructor(reason: string) {
    super(
      `onnxruntime-node can't be loaded: ${reason}\n` +
        'Install it again: `npm install onnxruntime-node`. Where its download host is out of reach, put the line ' +
        '`onnxruntime-node-install=skip` into .npmrc first: the CPU needs no download.',
    );
  }
}
