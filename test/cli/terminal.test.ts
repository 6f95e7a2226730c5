import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../src/cli/terminal/code-frame';
import { drawCurve } from '../../src/cli/terminal/curve';
import { createLive } from '../../src/cli/terminal/live';
import { COLORS, PLAIN, styleFor } from '../../src/cli/terminal/style';
import { tableLines } from '../../src/cli/terminal/table';
import { displayWidth, padEnd, padStart, printable, truncate, wrap } from '../../src/cli/terminal/width';

describe('display width', () => {
  it.each([
    ['', 0],
    ['dense', 5],
    ['naïve', 5],
    ['naı\u0308ve', 5],
    ['数字', 4],
    ['ｈｉ', 4],
    ['한국어', 6],
    ['🙂', 2],
    ['👩‍👩‍👧', 2],
    ['🇯🇵', 2],
    ['❤️', 2],
    ['★ ━╸', 4],
    ['a\u200bb', 2],
    ['×', 1],
  ])('%j is %i cells', (text, cells) => {
    expect(displayWidth(text)).toBe(cells);
  });

  it('pads and cuts by cells', () => {
    expect(padEnd('数', 4)).toBe('数  ');
    expect(padStart('🙂', 3)).toBe(' 🙂');
    expect(truncate('数字识别', 8)).toBe('数字识别');
    expect(truncate('数字识别', 6)).toBe('数字…');
    expect(wrap('one 数字 three', 8)).toEqual(['one 数字', 'three']);
    expect(wrap('incomprehensibilities of', 5)).toEqual(['incomprehensibilities', 'of']);
  });

  it('lets no file steer the terminal', () => {
    expect(printable('a\x1b[31mb\tc\r\u202e')).toBe('a�[31mb    c��');
  });
});

describe('colors', () => {
  it.each([
    [true, {}, COLORS],
    [false, {}, PLAIN],
    [true, { TERM: 'dumb' }, PLAIN],
    [true, { NO_COLOR: '1' }, PLAIN],
    [true, { NO_COLOR: '' }, COLORS],
    [false, { FORCE_COLOR: '1' }, COLORS],
    [true, { FORCE_COLOR: '0' }, PLAIN],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, COLORS],
  ])('terminal %j with %j', (isTerminal, env, expected) => {
    expect(styleFor(isTerminal, env)).toBe(expected);
  });
});

describe('table', () => {
  it('aligns by cells', () => {
    const columns = [
      { title: 'layer', align: 'left' },
      { title: 'parameters', align: 'right' },
    ] as const;
    expect(
      tableLines(
        columns,
        [
          ['数字', '1,290'],
          ['hidden', '7'],
        ],
        PLAIN,
      ),
    ).toEqual(['layer   parameters', '数字         1,290', 'hidden           7']);
  });
});

describe('code frame', () => {
  const frame = (source: string, from: string, columns = Infinity, message = 'wrong') => {
    const line = source.split('\n').findIndex((text) => text.includes(from));
    const character = source.split('\n')[line]?.indexOf(from) ?? 0;
    const range = { start: { line, character }, end: { line, character: character + from.length } };
    return codeFrame({ source, range, message, paint: (text) => text, columns }, PLAIN);
  };

  it('marks what is to blame', () => {
    expect(frame('const a = 1;\nconst y = dense(9)(x);', '9')).toEqual([
      '   2 │ const y = dense(9)(x);',
      '     │                 ^ wrong',
    ]);
  });

  it('stands under the text behind wide characters, emoji and tabs', () => {
    for (const before of ["const 数字 = '🙂'; ", '\t/* 👩‍👩‍👧 é e\u0301 */ ']) {
      const [text = '', marks = ''] = frame(`${before}dense(12)`, '12');
      const at = marks.indexOf('^');
      expect(displayWidth(text.slice(0, text.indexOf('12)')))).toBe(displayWidth(marks.slice(0, at)));
      expect(marks.slice(at)).toBe('^^ wrong');
    }
  });

  it('wraps the message where a line ends', () => {
    expect(frame('dense(9)', '9', 30, 'nine units, but ten classes')).toEqual([
      '   1 │ dense(9)',
      '     │       ^',
      '     │ nine units, but ten',
      '     │ classes',
    ]);
  });

  it('marks to the end of the line where the text goes on, and one cell where there is none', () => {
    const range = { start: { line: 0, character: 6 }, end: { line: 2, character: 1 } };
    expect(
      codeFrame({ source: 'dense({\n  units: 1\n})', range, message: 'm', paint: (text) => text, columns: 80 }, PLAIN)[1],
    ).toBe('     │       ^ m');
    const nowhere = { start: { line: 9, character: 3 }, end: { line: 9, character: 3 } };
    expect(codeFrame({ source: '', range: nowhere, message: 'm', paint: (text) => text, columns: 80 }, PLAIN)).toEqual([
      '  10 │ ',
      '     │ ^ m',
    ]);
  });
});

describe('curve', () => {
  it('falls from the left top, with marks over it', () => {
    const line = Array.from({ length: 60 }, (_, x) => ({ x, y: 2 / (1 + x / 6) }));
    const lines = drawCurve({ line, marks: [{ x: 30, y: 1 }], xMax: 120, width: 40, height: 4 }, PLAIN);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^2 │[⠀-⣿]/);
    expect(lines[3]).toMatch(/^0 │/);
    expect(lines.join('\n').match(/•/g)).toHaveLength(1);
    // Half of the steps are done: the right half is empty.
    for (const text of lines) expect(displayWidth(text)).toBeLessThanOrEqual(22);
  });

  it('has gaps where the loss was no number, and nothing without numbers', () => {
    const size = { marks: [], xMax: 4, width: 20, height: 3 };
    expect(drawCurve({ line: [{ x: 1, y: Number.NaN }], ...size }, PLAIN)).toEqual([]);
    const broken = drawCurve(
      {
        line: [
          { x: 0, y: 1 },
          { x: 2, y: Number.NaN },
          { x: 4, y: 1 },
        ],
        ...size,
      },
      PLAIN,
    );
    expect(broken[0]).toMatch(/^1 │\S +\S$/);
  });
});

describe('live lines', () => {
  it('draws over what stood there, and keeps what stays above it', () => {
    let written = '';
    const live = createLive((text) => {
      written += text;
    });
    live.draw(['a', 'b']);
    live.keep(['row']);
    live.draw(['c']);
    live.close();
    expect(screenOf(written)).toEqual(['row', '']);
    expect(written.endsWith('\x1b[?25h')).toBe(true);
  });
});

/** What stands on a terminal in the end: the few control sequences that we use. */
function screenOf(text: string): string[] {
  const lines = [''];
  let [row, column] = [0, 0];
  for (const [part] of text.matchAll(/\x1b\[[?\d]*[A-Za-z]|[\s\S]/g)) {
    if (part === '\n') {
      row++;
      column = 0;
      lines[row] ??= '';
    } else if (part === '\r') column = 0;
    else if (/^\x1b\[\d+A$/.test(part)) row -= Number(part.slice(2, -1));
    else if (part === '\x1b[K') lines[row] = (lines[row] ?? '').slice(0, column);
    else if (part === '\x1b[J') {
      lines.length = row + 1;
      lines[row] = (lines[row] ?? '').slice(0, column);
    } else if (part.length === 1) {
      const line = lines[row] ?? '';
      lines[row] = line.slice(0, column) + part + line.slice(column + 1);
      column++;
    }
  }
  return lines;
}
