import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { decodePicture } from '../../src/data/pictures/decode';
import { resize } from '../../src/data/pictures/resize';
import { dataFolder, valuesOf } from './folder';

type Color = readonly [number, number, number];

/** Width by height, from a color for each pixel. */
function rgba(width: number, height: number, color: (x: number, y: number) => Color): Buffer {
  const data = Buffer.alloc(width * height * 4, 255);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(color(x, y), (y * width + x) * 4);
  return data;
}

function png(width: number, height: number, color: (x: number, y: number) => Color): Buffer {
  const picture = new PNG({ width, height });
  picture.data = rgba(width, height, color);
  return PNG.sync.write(picture);
}

const RED: Color = [255, 0, 0];
const BLUE: Color = [0, 0, 255];

describe('resizing', () => {
  const ramp = { height: 2, width: 3, channels: 1 as const, pixels: Uint8Array.of(0, 30, 60, 90, 120, 150) };

  it('leaves a picture of the right size as it is', () => {
    expect([...resize(ramp, 2, 3, 'grayscale')]).toEqual([...ramp.pixels]);
  });

  it('is bilinear with centers at half numbers, as torch.nn.functional.interpolate computes it', () => {
    // interpolate(x, size, mode='bilinear', align_corners=False), rounded.
    expect([...resize(ramp, 4, 5, 'grayscale')]).toEqual([
      0, 12, 30, 48, 60, 23, 35, 53, 71, 83, 68, 80, 98, 116, 128, 90, 102, 120, 138, 150,
    ]);
    expect([...resize(ramp, 1, 2, 'grayscale')]).toEqual([53, 98]);
  });

  it('makes gray of colors, and colors of gray', () => {
    const colors = { height: 1, width: 2, channels: 3 as const, pixels: Uint8Array.of(255, 0, 0, 10, 20, 30) };
    expect([...resize(colors, 1, 2, 'grayscale')]).toEqual([76, 18]);
    expect([...resize(ramp, 1, 1, 'rgb')]).toEqual([75, 75, 75]);
  });
});

describe('decoding', () => {
  it('gives the pixels of a PNG, transparency left out', () => {
    const { width, height, channels, pixels } = decodePicture(png(3, 2, (x, y) => [x, y, 7]));
    expect([width, height, channels]).toEqual([3, 2, 4]);
    expect([...pixels.subarray(0, 12)]).toEqual([0, 0, 7, 255, 1, 0, 7, 255, 2, 0, 7, 255]);
  });

  it('comes close to the pixels of a JPEG', () => {
    const data = rgba(16, 8, () => [200, 100, 50]);
    const { width, height, pixels } = decodePicture(jpeg.encode({ width: 16, height: 8, data }, 95).data);
    expect([width, height]).toEqual([16, 8]);
    for (const [at, wanted] of [200, 100, 50].entries()) expect(Math.abs((pixels[at] ?? 0) - wanted)).toBeLessThan(4);
  });

  it('refuses a small file that claims to be huge', () => {
    const bytes = png(1, 1, () => RED);
    bytes.writeUInt32BE(60_000, 16);
    bytes.writeUInt32BE(60_000, 20);
    expect(() => decodePicture(bytes)).toThrow(expect.objectContaining({ what: expect.stringContaining('60000 by 60000') }));
  });
});

describe('a folder of pictures', () => {
  const folder = dataFolder({
    'pets/dog/b.PNG': png(4, 2, () => RED),
    'pets/dog/a.png': png(2, 2, () => BLUE),
    // The first bytes say what it is.
    'pets/cat/1.jpg': png(6, 6, () => [8, 16, 24]),
    'pets/cat/notes.txt': 'not a picture',
    'pets/.hidden/x.png': 'not a picture',
    'pets/README.md': 'not a class',
  });
  const source = (options: object = {}) => ['images', { path: 'pets', size: [1, 2], ...options }] as const;

  it('has a class for each folder, in the order of their names', async () => {
    const schema = await folder.probe(source());
    expect(schema).toMatchObject({ rows: 3, features: [{ shape: [1, 2, 3], dtype: 'uint8', range: [0, 255] }] });
    expect(schema.targets[0]?.meaning).toEqual({ kind: 'class', classes: 2, names: ['cat', 'dog'] });
    const dataset = await folder.load(source());
    expect(dataset.schema).toMatchObject(schema);
    expect(valuesOf(dataset)).toEqual({
      features: [...[8, 16, 24, 8, 16, 24], ...BLUE, ...BLUE, ...RED, ...RED],
      targets: [0, 1, 1],
    });
  });

  it('may be gray', async () => {
    const dataset = await folder.load(source({ colorMode: 'grayscale' }));
    expect(dataset.schema.features[0]?.shape).toEqual([1, 2, 1]);
    expect(valuesOf(dataset).features).toEqual([15, 15, 29, 29, 76, 76]);
  });

  it('has another fingerprint once a picture changes', async () => {
    const { fingerprint } = await folder.load(source());
    expect((await folder.load(source())).fingerprint).toBe(fingerprint);
    folder.write(
      'pets/dog/a.png',
      png(2, 2, () => RED),
    );
    expect((await folder.load(source())).fingerprint).not.toBe(fingerprint);
    folder.write(
      'pets/bird/a.png',
      png(2, 2, () => RED),
    );
    expect((await folder.probe(source())).targets[0]?.meaning).toMatchObject({ names: ['bird', 'cat', 'dog'] });
  });
});
