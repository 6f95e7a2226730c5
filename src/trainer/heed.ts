/** Does what was asked for over the control socket, between two steps with nothing queued. */
import { message } from '../protocol/messages';
import type { Point } from './checkpoint';
import type { Request } from './control';
import type { LoopSetup } from './setup';

/** Until nothing is asked for any more and nobody wants it to pause. Gives where the training goes on. */
export async function heed(setup: LoopSetup, from: Point): Promise<Point> {
  const { control, stop, run, emit } = setup;
  let at = from;
  let paused = false;
  const setPaused = (value: boolean): void => {
    paused = value;
    const state = paused ? 'paused' : 'running';
    run.update({ state });
    emit({ k: 'state', state });
  };
  while (!stop.aborted) {
    const request = control.take();
    if (request !== undefined) {
      const { action, value } = request;
      emit({ k: 'control', action, by: 'control', ...(value !== undefined && { value }) });
      at = await act(setup, at, request, paused, setPaused);
    } else if (paused) await nextRequest(setup);
    else return at;
  }
  // It ends as it would have without the pause.
  return at;
}

async function act(
  setup: LoopSetup,
  at: Point,
  { action, value = 0, answer }: Request,
  paused: boolean,
  setPaused: (value: boolean) => void,
): Promise<Point> {
  const { step } = at;
  switch (action) {
    case 'pause':
      if (!paused) {
        // So that the machine may be turned off meanwhile.
        await setup.saver.save(at, ['pause']);
        setPaused(true);
      }
      answer(true, message('control-paused', { step }));
      return at;
    case 'resume':
      if (paused) setPaused(false);
      answer(true, message('control-running', { step }));
      return at;
    case 'rate': {
      const changed = { ...at, rate: { fixed: value, scale: 1 } };
      // What comes after depends on it, also after a crash.
      await setup.saver.save(changed, ['rate']);
      answer(true, message('control-rate', { rate: value, step }));
      return changed;
    }
    default:
      await setup.saver.save(at, ['request']);
      answer(true, message('control-checkpoint', { step }));
      return at;
  }
}

/** Or until it is to stop. */
function nextRequest({ control, stop }: LoopSetup): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stop.removeEventListener('abort', done);
      resolve();
    };
    stop.addEventListener('abort', done);
    control.wait().then(done);
  });
}
