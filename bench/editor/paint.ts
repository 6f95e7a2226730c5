/** What it costs to follow an edit in the picture: CPU of the page's main thread, from the message to the drawn frame. */
import type { CDPSession } from 'playwright-core';
import type { Network, Ref } from '../../src/ir/network';
import type { Picture } from '../../src/ir/view';
import { pictureOf } from '../../src/network/picture';
import type { ViewReport } from '../../src/protocol/editor';
import { build } from '../../test/network/build';
import { type Preview, startHost } from '../../test/webview/browser';

export interface PaintRow {
  readonly change: 'labels' | 'structure';
  readonly net: string;
  readonly boxes: number;
  /** Milliseconds of CPU. */
  readonly median: number;
  readonly p95: number;
}

const EDITS = 40;
const WARM_UP = 5;

/** `others`: networks beside the made ones of 10, 20 and 40 boxes, with a box to open and close. */
export async function measurePainting(
  executablePath: string,
  others: readonly { readonly network: Network; readonly opens: string }[],
): Promise<PaintRow[]> {
  const host = await startHost(executablePath);
  const rows: PaintRow[] = [];
  try {
    for (const boxes of [10, 20, 40]) {
      const labels = (at: number) => pictureOf(residual(boxes, 100 + at));
      const structure = (at: number) => pictureOf(residual(boxes - (at % 2), 100 + at));
      rows.push({ change: 'labels', net: 'residual', ...(await measure(await host.open(), labels)) });
      rows.push({ change: 'structure', net: 'residual', ...(await measure(await host.open(), structure)) });
    }
    for (const { network, opens } of others) {
      const both = [new Set<string>(), new Set([opens])].map((open) => pictureOf(network, { open }));
      const [folded, open] = both;
      if (folded === undefined || open === undefined) continue;
      rows.push({
        change: 'structure',
        net: network.name,
        ...(await measure(await host.open(), (at) => (at % 2 === 0 ? folded : open))),
      });
    }
  } finally {
    await host.close();
  }
  return rows;
}

async function measure(preview: Preview, pictureAt: (edit: number) => Picture) {
  const session = await preview.page.context().newCDPSession(preview.page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const times: number[] = [];
  let boxes = 0;
  for (let edit = 0; edit < WARM_UP + EDITS; edit += 1) {
    const picture = pictureAt(edit);
    boxes = Math.max(boxes, picture.nodes.length);
    const report: ViewReport = {
      v: 1,
      uri: 'file:///net.model.ts',
      version: edit,
      models: [picture.title],
      shown: { name: picture.title, picture, layers: picture.nodes.length, findings: [] },
    };
    const before = await cpuOf(session);
    await preview.ask(`(async () => {
      window.postMessage(${JSON.stringify({ type: 'show', report })}, '*');
      const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
      for (let turns = 0; turns < 3 || document.querySelector('.workshop').childElementCount > 0; turns += 1) await turn();
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    })()`);
    if (edit >= WARM_UP) times.push((await cpuOf(session)) - before);
  }
  await preview.close();
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return { boxes, median: at(0.5), p95: at(0.95) };
}

async function cpuOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

/** A network of so many boxes, no two of them equal, with a connection past every third one. */
const residual = (boxes: number, units: number): Network =>
  build('residual', ({ layer }) => {
    let x: Ref = layer('input', { shape: [64] })();
    for (let made = 3; made < boxes; made += 1) {
      const before = x;
      x = layer('dropout', { rate: made / 100 })(x);
      if (made % 3 !== 0 || made + 1 >= boxes) continue;
      x = layer('add')(before, x);
      made += 1;
    }
    return [layer('dense', { units })(x)];
  });
