import { expect, test } from 'vitest';
import { message } from '../../src/protocol/messages';

test('a message writes counts as all else does, and keeps the digits of a rate', () => {
  const params = { name: 'loss', value: 'NaN', step: 8136, rate: 0.00125, layer: 'dense_1' };
  const { text } = message('broke-in-gradient', params);
  expect(text).toContain('at step 8,136:');
  expect(text).toContain('(now 0.00125)');
  expect(message('broke-in-gradient', params).params).toEqual(params);
  const early = message('stopped-early', { monitor: 'val_loss', wait: 1000, value: '0.0455', epoch: 12345 });
  expect(early.text).toBe('Stopped early: val_loss has not improved for 1,000 epochs. Its best was 0.0455 after epoch 12,345.');
});

test('what a message lacks stands there as its name', () => {
  expect(message('control-checkpoint', {}).text).toBe('Saved after step {step}.');
});
