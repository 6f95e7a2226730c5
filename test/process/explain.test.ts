/** `modelwright explain`, from the pages that the build puts beside it. */
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/compiler/rules';
import { modelwright } from './cli';

describe('explain', () => {
  it('prints a page, plain in a pipe', async () => {
    const { code, stdout, stderr } = await modelwright(['explain', 'loss-softmax1']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^loss-softmax1\n\nA softmax goes over one unit.*\n\nWrong\n\n {4}import .*\n\nRight\n\n/s);
    expect(stdout).not.toMatch(/\x1b|```|#/);
  });

  it('lists all rules, one in a line', async () => {
    const { code, stdout } = await modelwright(['explain']);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual(rules.map(({ id }) => expect.stringMatching(new RegExp(`^${id} .*\\.$`))));
  });

  it.each([
    [['loss-logit'], "There is no rule 'loss-logit'. Did you mean: modelwright explain loss-logits"],
    [['flatten'], "There is no rule 'flatten'. Did you mean: modelwright explain shape-flatten"],
    [['../README'], "There is no rule '../README'. See: modelwright explain"],
    [['syntax', 'console'], 'One rule at a time, but got 2: syntax, console.'],
  ])('%j is refused', async (args, message) => {
    const { code, stdout, stderr } = await modelwright(['explain', ...args]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `error ${message}\n` });
  });
});
