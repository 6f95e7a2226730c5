/** From a keystroke to its diagnostics. What is typed makes a difference, so it is three things, each by itself. */
import { readFileSync } from 'node:fs';
import { modelOf } from './files';
import { quantile } from './quantile';
import { type Edited, type Server, startServer } from './server';

export interface KeystrokeRow {
  readonly file: string;
  readonly lines: number;
  readonly typed: Typed;
  /** Milliseconds. */
  readonly cpu: number | undefined;
  readonly cpuP95: number | undefined;
  readonly wall: number;
  readonly wallP95: number;
}

type Typed = 'number' | 'layer' | 'bracket';

const EDITS = 40;

/** V8 compiles what runs often; an editor has typed so much after a minute. */
const WARM_UP = 60;

export async function measureKeystrokes(): Promise<KeystrokeRow[]> {
  const files = [60, 300, 2000].map((lines) => ({ file: 'keystroke.model.ts', text: modelOf(lines) }));
  const resnet = 'examples/architectures/resnet-50.model.ts';
  const rows: KeystrokeRow[] = [];
  for (const { file, text } of [...files, { file: resnet, text: readFileSync(resnet, 'utf8') }]) {
    for (const typed of ['number', 'layer', 'bracket'] as const) rows.push(await measure(file, text, typed));
  }
  return rows;
}

async function measure(file: string, text: string, typed: Typed): Promise<KeystrokeRow> {
  const server = await startServer(file, text);
  const edits: Edited[] = [];
  try {
    for (let turn = 0; turn < WARM_UP + EDITS; turn += 1) {
      const edited = await editOnce(server, text, typed, turn);
      if (turn >= WARM_UP) edits.push(edited);
    }
  } finally {
    await server.close();
  }
  const walls = edits.map(({ wall }) => wall);
  const cpus = edits.flatMap(({ cpu }) => cpu ?? []);
  const some = cpus.length > 0;
  return {
    file,
    lines: text.split('\n').length - 1,
    typed,
    cpu: some ? quantile(cpus, 0.5) : undefined,
    cpuP95: some ? quantile(cpus, 0.95) : undefined,
    wall: quantile(walls, 0.5),
    wallP95: quantile(walls, 0.95),
  };
}

/** Every second edit takes back the one before it. */
async function editOnce(server: Server, text: string, typed: Typed, turn: number): Promise<Edited> {
  const places = placesIn(text, typed);
  const place = places[(Math.floor(turn / 2) * 7) % places.length] ?? 0;
  const isBack = turn % 2 === 1;
  const edited = await server.edit(isBack ? text : changed(text, typed, place, turn));
  const errors = edited.diagnostics.filter(({ severity }) => severity === 1);
  const wanted = typed === 'bracket' && !isBack;
  if (errors.length > 0 !== wanted) throw new Error(`The benchmark's own file: ${errors[0]?.message ?? 'no fault'}`);
  return edited;
}

/** Numbers of filters, ends of statements that apply a layer, brackets that end such a statement. */
function placesIn(text: string, typed: Typed): number[] {
  const pattern =
    typed === 'number' ? /(?<=conv2d\(|filters: )\d/g : typed === 'layer' ? /(?<=^x = (?!global).*;\n)/gm : /\)(?=;$)/gm;
  const places = [...text.matchAll(pattern)].map(({ index }) => index);
  if (places.length === 0) throw new Error(`Nowhere to type a ${typed}.`);
  return places;
}

function changed(text: string, typed: Typed, place: number, turn: number): string {
  const rest = text.slice(place);
  if (typed === 'layer') return `${text.slice(0, place)}x = ${LAYER}(x);\n${rest}`;
  const digit = rest[0] === '9' ? '8' : `${1 + ((turn / 2) % 9)}`;
  return text.slice(0, place) + (typed === 'number' ? digit : '') + rest.slice(1);
}

/** One that both files import, and that changes no shape. */
const LAYER = 'maxPooling2d(1)';
