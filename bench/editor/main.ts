/** The editor: how long it takes from a key to what it says, and to what it draws; what the extension costs to have. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createCompiler } from '../../src/compiler/compile';
import type { Network } from '../../src/ir/network';
import { findChromium } from '../../test/vscode/chromium.mjs';
import { type Activation, measureActivation } from './activation';
import { type KeystrokeRow, measureKeystrokes } from './keystroke';
import { measurePainting, type PaintRow } from './paint';

async function main(): Promise<void> {
  const activation = measureActivation();
  const keystrokes = await measureKeystrokes();
  const chromium = findChromium();
  const painting =
    chromium === undefined ? [] : await measurePainting(chromium, [{ network: await resnet(), opens: 'conv3_block1/×' }]);
  if (process.argv.includes('--json')) console.log(JSON.stringify({ keystrokes, painting, activation }));
  else print(keystrokes, painting, activation);
}

async function resnet(): Promise<Network> {
  const path = resolve('examples/architectures/resnet-50.model.ts');
  const compiler = createCompiler({
    sandboxPath: resolve('dist/sandbox.js'),
    host: {
      readFile: (file) => (file === path ? readFileSync(path, 'utf8') : undefined),
      dataHost: () => ({ builtinDir: resolve('dist/data'), baseDir: resolve('.'), readable: [], collections: [] }),
    },
  });
  try {
    const [network] = (await compiler.compile(path)).networks;
    if (network === undefined) throw new Error('ResNet-50 has no network.');
    return network;
  } finally {
    await compiler.close();
  }
}

const cell = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(1)).padStart(10);

function print(keystrokes: readonly KeystrokeRow[], painting: readonly PaintRow[], { bundles, cpu }: Activation): void {
  console.log('keystroke → diagnostics published, ms\n');
  console.log('   lines  typed        CPU       p95    waited       p95');
  for (const { lines, typed, cpu: spent, cpuP95, wall, wallP95 } of keystrokes) {
    console.log(
      `${String(lines).padStart(8)}  ${typed.padEnd(7)}${[spent, cpuP95, wall, wallP95].map(cell).join('')}`.replace(/ +$/, ''),
    );
  }
  console.log('\npicture → painted, ms of CPU\n');
  if (painting.length === 0) console.log('not measured: there is no Chromium');
  else console.log('net          change     boxes       CPU       p95');
  for (const { net, change, boxes, median, p95 } of painting) {
    console.log(`${net.padEnd(13)}${change.padEnd(9)}${String(boxes).padStart(7)}${cell(median)}${cell(p95)}`);
  }
  console.log('\nthe extension\n');
  console.log(`loading and activating   ${cpu.toFixed(1)} ms of CPU`);
  for (const [name, size] of Object.entries(bundles)) console.log(`${name.padEnd(25)}${size} KB`);
}

void main();
