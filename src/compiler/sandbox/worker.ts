/** The sandbox's own thread: it can be stopped from outside at any point, native loops of the engine included. */
import { parentPort } from 'node:worker_threads';
import { createEvaluate, type Evaluate } from './engine';
import type { Evaluation, Outcome } from './protocol';

void createEvaluate().then((evaluate) => {
  parentPort?.on('message', (evaluation: Evaluation) => {
    parentPort?.postMessage(evaluateSafely(evaluate, evaluation));
  });
  parentPort?.postMessage('ready');
});

/** A trap inside WebAssembly (its own stack, a failed allocation) ends here as an exception. */
function evaluateSafely(evaluate: Evaluate, evaluation: Evaluation): Outcome {
  try {
    return evaluate(evaluation);
  } catch (error) {
    return { limit: error instanceof RangeError ? 'recursion' : 'memory', fuel: 0 };
  }
}
