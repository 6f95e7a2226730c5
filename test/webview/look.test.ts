import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createTestCompiler } from '../compiler/compiler';
import { startHost } from './browser';
import { reportOf } from './reports';
const compiler = createTestCompiler();
test('look', async () => {
  mkdirSync('test-results/preview', { recursive: true });
  const host = await startHost('/usr/bin/chromium');
  const resnet = await compiler.compile('examples/architectures/resnet-50.model.ts');
  for (const [name, open] of [['folded', []], ['open', ['conv2_block1/×', 'conv2_block2/']]] as const) {
    const preview = await host.open({ theme: 'dark' });
    await preview.show(reportOf(resnet, open));
    await preview.page.screenshot({ path: `test-results/preview/look-${name}.png` });
    console.log(name, preview.complaints, await preview.ask('test.overlaps()'), await preview.ask('test.cut()'), JSON.stringify(await preview.ask('test.faint()')).slice(0, 300));
    await preview.close();
  }
  await host.close();
});
