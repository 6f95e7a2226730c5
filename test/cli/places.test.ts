/** Findings of a run lead to the files as they are, or to those that the run keeps where they have changed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placesOfRun } from '../../src/cli/places';
import type { Location } from '../../src/ir/location';
import type { FindingEvent } from '../../src/protocol/events';
import { message } from '../../src/protocol/messages';
import { network, newRun, temporaryFolder } from '../runs/fixture';

const at = (file: string, line: number): Location => ({
  file,
  range: { start: { line, character: 2 }, end: { line, character: 5 } },
});

const finding = (about: Partial<FindingEvent>): FindingEvent => ({
  ...{ v: 1, seq: 1, t: 1, k: 'finding', rule: 'nan-loss', severity: 'error', step: 1 },
  message: message('control-stop', {}),
  ...about,
});

const model = "import { width } from '../sizes';\n";
const sizes = 'export const width = 64;\n';

async function placesIn(folder: string, named: (name: string) => string) {
  const [input] = network.layers;
  if (input === undefined) throw new Error('The network has no layer.');
  const layers = [
    { ...input, id: 'here', location: at(named('models/digits.model.ts'), 3) },
    { ...input, id: 'there', location: at(named('sizes.ts'), 7) },
    { ...input, id: 'elsewhere', location: at('other.ts', 1) },
  ];
  const run = await newRun(folder, { network: { ...network, layers } });
  run.close();
  const places = placesOfRun(run.directory);
  const fileOf = (layer: string): string | undefined => {
    const place = places(finding({ layer }));
    return place && resolve(place.location.file);
  };
  return { run, places, fileOf };
}

describe('a finding of a run', () => {
  it.each([
    ['from the project', (name: string) => name],
    ['from the folder of the model', (name: string) => (name === 'sizes.ts' ? '../sizes.ts' : 'digits.model.ts')],
    ['in full', (name: string) => `/somewhere/else/${name}`],
    ['on Windows', (name: string) => `C:\\project\\${name.replaceAll('/', '\\')}`],
  ])('leads to its layer, however the file was named (%s)', async (_, named) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'models'));
    writeFileSync(join(folder, 'models/digits.model.ts'), model);
    writeFileSync(join(folder, 'sizes.ts'), `${sizes}// Changed since.\n`);
    const { run, places, fileOf } = await placesIn(folder, named);
    expect(fileOf('here')).toBe(join(folder, 'models/digits.model.ts'));
    expect(fileOf('there')).toBe(join(run.directory, 'source/sizes.ts'));
    expect(places(finding({ layer: 'there' }))).toMatchObject({ source: sizes, location: { range: { start: { line: 7 } } } });
    expect(fileOf('elsewhere')).toBeUndefined();
    expect(fileOf('unknown')).toBeUndefined();
  });
});
