/** PNG and JPEG files as pixels. */
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';

export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3 | 4;
  /** Row by row from the top left, 0 to 255. */
  readonly pixels: Uint8Array;
}

/** Why a file is no picture; reads after its name. */
export class PictureFault {
  constructor(readonly what: string) {}
}

/** A small file may claim any size. */
const MOST_MEGAPIXELS = 100;

const PNG_MAGIC = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** What it is, is told by its first bytes, whatever its name. Transparency is left out. Throws a `PictureFault`. */
export function decodePicture(bytes: Uint8Array): Picture {
  if (PNG_MAGIC.every((byte, at) => bytes[at] === byte)) return decodePng(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return decodeJpeg(bytes);
  if (bytes.length === 0) throw new PictureFault('is empty');
  throw new PictureFault('is neither a PNG nor a JPEG, whatever its name says');
}

function decodePng(bytes: Uint8Array): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The header comes first: length, IHDR, width, height.
  if (bytes.length < 33) throw tornAfter(bytes, 'PNG');
  requireModest(view.getUint32(16), view.getUint32(20));
  const end = endOfPng(view);
  if (end === undefined) throw tornAfter(bytes, 'PNG');
  try {
    const { width, height, data } = PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, end));
    return { width, height, channels: 4, pixels: data };
  } catch (error) {
    throw damaged('PNG', error);
  }
}

/** Behind the last chunk; undefined where a chunk is cut off. The decoder waits for more bytes then. */
function endOfPng(view: DataView): number | undefined {
  for (let at = 8; at + 12 <= view.byteLength; ) {
    const next = at + 12 + view.getUint32(at);
    if (next > view.byteLength) return undefined;
    if (view.getUint32(at + 4) === IEND) return next;
    at = next;
  }
  return undefined;
}

const IEND = 0x49454e44;

function decodeJpeg(bytes: Uint8Array): Picture {
  if (!hasJpegEnd(bytes)) throw tornAfter(bytes, 'JPEG');
  try {
    const { width, height, data } = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: MOST_MEGAPIXELS,
      maxMemoryUsageInMB: 2048,
    });
    return { width, height, channels: 3, pixels: data };
  } catch (error) {
    throw damaged('JPEG', error);
  }
}

/** The end marker; cameras put other things behind it. */
function hasJpegEnd(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at > 1; at--) if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  return false;
}

function requireModest(width: number, height: number): void {
  if (width * height <= MOST_MEGAPIXELS * 1e6) return;
  throw new PictureFault(`has ${width} by ${height} pixels; ${MOST_MEGAPIXELS} million are the most that is read`);
}

const tornAfter = (bytes: Uint8Array, kind: string): PictureFault =>
  new PictureFault(`breaks off after ${bytes.length} bytes, in the middle of the ${kind} data. Copy it again, or take it out`);

const damaged = (kind: string, error: unknown): PictureFault => {
  const reason = error instanceof Error ? error.message.replace(/[.]+$/, '') : String(error);
  return new PictureFault(`is a damaged ${kind}: ${reason}. Copy it again, or take it out`);
};
