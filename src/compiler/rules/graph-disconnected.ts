import { callsBetween } from '../applications';
import { argumentLocation, layerLocation } from './flow';
import type { CheckRule } from './rule';

export const graphDisconnected: CheckRule = {
  id: 'graph-disconnected',
  severity: 'error',
  title: 'The inputs of a model and what its outputs depend on are not the same.',
  doc: `model({ inputs, outputs }) must list every input() that leads to an output, so that training and prediction can fill it, and
no input that leads nowhere.`,
  messages: {
    unlisted: 'The outputs depend on an input that is not among the inputs; add it to the list.',
    unused: 'No output depends on this input; leave it out, or use it.',
    notInput: '{op} is no input; a model begins at what input() made.',
  },

  *check({ models }) {
    for (const model of models) {
      const calls = callsBetween(model);
      // After another mistake the connections are not what was meant.
      if (calls.some(({ inputs }) => inputs.includes(undefined))) continue;
      const listed = new Set(model.inputs.map(({ call }) => call));
      const at = argumentLocation(model, 'inputs');
      const wrong = [...listed].find(({ layer }) => layer.spec.family !== 'input');
      if (wrong !== undefined) {
        yield { message: 'notInput', params: { op: wrong.layer.spec.op }, at, layer: wrong.layer };
        continue;
      }
      const read = new Set(calls.flatMap(({ inputs }) => inputs.map((input) => input?.call)));
      for (const { call } of model.outputs) read.add(call);
      for (const call of calls.filter(({ layer }) => layer.spec.family === 'input')) {
        const { layer } = call;
        if (!listed.has(call)) {
          const related = [{ message: 'The input is here.', location: layerLocation(layer) }];
          yield { message: 'unlisted', params: {}, at, related };
        } else if (!read.has(call)) yield { message: 'unused', params: {}, at: layerLocation(layer), layer };
      }
    }
  },
};
