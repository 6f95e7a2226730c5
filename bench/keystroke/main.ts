/**
 * From a keystroke to its diagnostics: one digit of the file changes, the compiler answers. Beside it, as the yardstick,
 * what TypeScript needs just to parse the same text. CPU time is that of the whole process, the sandbox's thread included.
 */
import { resolve } from 'node:path';
import ts from 'typescript';
import { createCompiler } from '../../src/compiler/compile';
import { modelOf } from './files';

const EDITS = 40;

interface Row {
  readonly lines: number;
  readonly layers: number;
  readonly parse: number;
  readonly wall: number;
  readonly wallP95: number;
  readonly cpu: number;
}

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? Number.NaN;

async function measure(lines: number): Promise<Row> {
  const { text, places } = modelOf(lines);
  const path = resolve('keystroke.model.ts');
  const compiler = createCompiler({
    sandboxPath: resolve('dist/sandbox.js'),
    host: {
      readFile: (file) => (file === path ? text : undefined),
      dataHost: () => ({ builtinDir: resolve('dist/data'), baseDir: resolve('.'), readable: [], collections: [] }),
    },
  });
  const parses: number[] = [];
  const walls: number[] = [];
  const cpus: number[] = [];
  let layers = 0;
  for (let edit = -10; edit < EDITS; edit += 1) {
    const place = places[((edit + 10) * 7) % places.length] ?? 0;
    const typed = `${text.slice(0, place)}${1 + ((edit + 10) % 9)}${text.slice(place + 1)}`;

    const beforeParse = performance.now();
    ts.createSourceFile(path, typed, ts.ScriptTarget.Latest, true);
    const parse = performance.now() - beforeParse;

    const before = performance.now();
    const cpuBefore = process.cpuUsage();
    const { networks, diagnostics } = await compiler.compile(path, typed);
    const { user, system } = process.cpuUsage(cpuBefore);
    const wall = performance.now() - before;

    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new Error(`The benchmark's own file has a fault: ${errors[0]?.message}`);
    layers = networks[0]?.layers.length ?? 0;
    if (edit < 0) continue; // warming up
    parses.push(parse);
    walls.push(wall);
    cpus.push((user + system) / 1000);
  }
  await compiler.close();
  return {
    lines: text.split('\n').length - 1,
    layers,
    parse: quantile(parses, 0.5),
    wall: quantile(walls, 0.5),
    wallP95: quantile(walls, 0.95),
    cpu: quantile(cpus, 0.5),
  };
}

async function main(): Promise<void> {
  const rows: Row[] = [];
  for (const lines of [60, 300, 2000]) rows.push(await measure(lines));

  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(rows));
  } else {
    const cell = (value: number): string => value.toFixed(1).padStart(10);
    console.log('keystroke → diagnostics, ms\n');
    console.log('   lines   layers     parse    median       p95       CPU');
    for (const { lines, layers, parse, wall, wallP95, cpu } of rows) {
      console.log(`${String(lines).padStart(8)}${String(layers).padStart(9)}${[parse, wall, wallP95, cpu].map(cell).join('')}`);
    }
  }
}

void main();
