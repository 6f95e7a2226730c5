/**
 * A training as `modelwright train` does it, with its run directory: rows are gathered from bytes and scaled for every batch, each
 * step's loss and metrics go to the curves, and an epoch ends with its checkpoints on the disk. Left out are the model file,
 * which is compiled before the first step, and the terminal.
 */
import { join, resolve } from 'node:path';
import { version } from '../../package.json';
import { trustedHost } from '../../src/data/host';
import type { ChosenEngine } from '../../src/trainer/engines/chosen';
import { openEngine } from '../../src/trainer/engines/open';
import { PROGRAMS } from '../../src/trainer/programs';
import { train } from '../../src/trainer/train';
import { Gate } from './gate';
import { type Net, trainingOf } from './nets';

/** A TensorFlow runtime is looked for as for a model file in the folder `from`. */
export async function runModelwright(
  net: Net,
  folder: string,
  engine: 'tensorflow' | 'onnxruntime',
  from: string,
): Promise<void> {
  const stepsPerEpoch = Math.ceil(net.rows / net.batch);
  let measured = { loss: Number.NaN, accuracy: Number.NaN };

  /** The first step of an epoch is not run before the epoch is asked for. */
  function gated(opened: ChosenEngine): ChosenEngine {
    const { name, version: ofEngine, threads } = opened;
    const gate = new Gate({ versions: `Modelwright ${version} on ${name} ${ofEngine}`, threads });
    return {
      ...opened,
      run(program, feeds) {
        if (program === PROGRAMS.step && feeds.step % stepsPerEpoch === 0) gate.pass(measured);
        return opened.run(program, feeds);
      },
    };
  }

  const files = {
    onnxruntimeThread: resolve('dist/onnxruntime-thread.js'),
    tensorflowThread: resolve('dist/tensorflow-thread.js'),
    probeFile: resolve('dist/runtime-probe.js'),
    from,
  };
  const file = join(folder, `${net.name}.model.ts`);
  const { reason } = await train({
    file,
    sources: [{ path: file, text: '' }],
    network: net.network,
    training: trainingOf(net),
    versions: { modelwright: version },
    data: trustedHost(file, folder, resolve('dist/data')),
    openEngine: async (trial) => gated(await openEngine({ engine, device: 'cpu' }, files, trial)),
    stop: new AbortController().signal,
    onEvent(event) {
      if (event.k === 'epoch') measured = { loss: Number(event.values.loss), accuracy: Number(event.values.accuracy) };
    },
  });
  throw new Error(reason?.text ?? 'The training ended.');
}
