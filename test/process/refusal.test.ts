/** What an editor is told of a training that did not begin. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRefusal, REFUSAL_VARIABLE } from '../../src/protocol/refusal';
import { modelwright, project } from './cli';

const model = `import { csv, dense, input, sequential, train } from 'modelwright';
const net = sequential([input([2]), dense(1)]);
export default train(net, { data: csv('rows.csv', { target: 'y' }), loss: 'meanSquaredError', optimizer: 'adam', epochs: 1 });
`;

/** More than the checker reads while one types, then a row that is none. */
const rows = `a,b,y\n${'1,2,3\n'.repeat(400_000)}1,two,3\n`;

async function refusalOf(files: Readonly<Record<string, string>>) {
  const cwd = project(files);
  const path = join(cwd, 'refusal.json');
  const result = await modelwright(['train', 'net.model.ts'], { cwd, env: { [REFUSAL_VARIABLE]: path } });
  const refusal: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  return { ...result, cwd, refusal };
}

describe('a training that does not begin', () => {
  it('says which row is to blame, and where the data are described', async () => {
    const { code, stderr, cwd, refusal } = await refusalOf({ 'net.model.ts': model, 'rows.csv': rows });
    expect(code).toBe(2);
    expect(stderr).toContain('400002');
    const column = (model.split('\n')[2] ?? '').indexOf('csv(');
    expect(isRefusal(refusal)).toBe(true);
    expect(refusal).toMatchObject({
      message: expect.stringContaining('rows.csv'),
      data: { file: join(cwd, 'net.model.ts'), range: { start: { line: 2, character: column } } },
    });
    expect(stderr).toContain((refusal as { message: string }).message);
  });

  it('says why not where it is not about the data', async () => {
    const { refusal } = await refusalOf({ 'net.model.ts': model.replace('dense(1)', 'dense(1.5)') });
    expect(refusal).toMatchObject({ message: expect.stringMatching(/\d errors?\. A training starts only without any/) });
  });

  it('leaves nothing where it did begin', async () => {
    const { code, refusal } = await refusalOf({ 'net.model.ts': model, 'rows.csv': 'a,b,y\n1,2,3\n4,5,6\n' });
    expect({ code, refusal }).toEqual({ code: 0, refusal: undefined });
  });
});
