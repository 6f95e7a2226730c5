/** Shows a training while it goes on: as JSON lines, as plain lines in a pipe, or in place in a terminal. */
import type { EpochEvent, EvaluationEvent, FindingEvent, RunEvent } from '../protocol/events';
import { formatCount } from '../protocol/format';
import type { PlaceOf } from './places';
import { findingLines } from './render/check-text';
import {
  advance,
  curveLines,
  type EpochTable,
  endLines,
  engineLines,
  epochTable,
  headLine,
  offerLines,
  type Progress,
  progressLine,
  progressOf,
} from './render/training';
import { createLive } from './terminal/live';
import { asText, type Terminal } from './terminal/terminal';
import { printable } from './terminal/width';

export interface Report {
  event(event: RunEvent): void;
  /** However the training ended: gives the terminal back as it was. */
  close(): void;
}

export const jsonReport = (terminal: Terminal): Report => ({
  event: (event) => terminal.out(`${JSON.stringify(event)}\n`),
  close: () => {},
});

/**
 * `directory` is where the run is, as people should see it. The first line and the last tell an editor that the training has
 * begun and ended; a finding stands there as `check` shows it.
 */
export function textReport(terminal: Terminal, directory: (run: string) => string, placeOf: PlaceOf = () => undefined): Report {
  const screen = terminal.interactive ? liveScreen(terminal) : lineScreen(terminal);
  const tests: EvaluationEvent[] = [];
  let progress: Progress | undefined;
  let table: EpochTable | undefined;
  const told = new Set<string>();
  let reason: string | undefined;
  return {
    event(event) {
      if (event.k === 'start') {
        progress = progressOf(event);
        for (const line of [headLine(event, terminal), ...engineLines(event, terminal)]) screen.line(line);
      }
      if (event.k === 'state') reason = event.reason?.text;
      if (progress === undefined) {
        // Not even the first event could be written.
        if (event.k === 'end' && reason !== undefined) terminal.out(`${terminal.style.red(printable(reason))}\n`);
        return;
      }
      const known = progress;
      advance(known, event);
      if (event.k === 'epoch') {
        if (table === undefined) {
          table = epochTable(known.start, event, terminal);
          for (const line of [...offerLines(known.start, event, terminal), table.titles]) screen.line(line);
        }
        const { row } = table;
        screen.row((starred) => row(event, starred), event);
      }
      if (event.k === 'evaluation') tests.push(event);
      if (event.k === 'finding') {
        told.add(event.message.text);
        for (const line of trainingFindingLines(event, placeOf, terminal)) screen.line(line);
      }
      if (event.k === 'state' && event.state === 'running' && reason !== undefined) {
        screen.line(terminal.style.dim(printable(reason)));
      }
      if (event.k === 'end') {
        screen.end(known);
        const why =
          reason === undefined || told.has(reason)
            ? []
            : [(event.exitCode === 0 ? terminal.style.bold : terminal.style.red)(printable(reason))];
        terminal.out(asText([...why, ...endLines(event, tests, directory(known.start.run), terminal)]));
      } else screen.progress(known, event.t);
    },
    close: () => screen.close(),
  };
}

function trainingFindingLines(finding: FindingEvent, placeOf: PlaceOf, looks: Terminal): string[] {
  const { severity, rule, step, message } = finding;
  const place = placeOf(finding);
  if (place === undefined) return [`${looks.style.yellow('▲')} step ${formatCount(step)}: ${printable(message.text)}`];
  const { location, source } = place;
  return findingLines({ severity, rule, message: message.text, location, related: [], fixes: [] }, source, looks);
}

interface Screen {
  line(text: string): void;
  /** A line that has a star while its epoch is the best. */
  row(text: (starred: boolean) => string, epoch: EpochEvent): void;
  progress(progress: Progress, time: number): void;
  end(progress: Progress): void;
  close(): void;
}

/** Nothing is taken back: a star means the best up to here. */
const lineScreen = ({ out }: Terminal): Screen => ({
  line: (text) => out(`${text}\n`),
  row: (text, { best }) => out(`${text(best)}\n`),
  progress: () => {},
  end: () => {},
  close: () => {},
});

/** Often enough to look alive. */
const REDRAW_MS = 100;

/** As long as there is room, all rows are drawn again, so that the star can move. */
function liveScreen(terminal: Terminal): Screen {
  const live = createLive(terminal.out);
  let rows: { text: (starred: boolean) => string; epoch: number }[] = [];
  let best = 0;
  let drawnAt = 0;
  const show = ({ text, epoch }: (typeof rows)[number]): string => text(epoch === best);
  const draw = (progress: Progress): void => {
    const below = [...(terminal.rows >= 16 ? curveLines(progress, terminal) : []), progressLine(progress, terminal)];
    const room = Math.max(0, terminal.rows - below.length - 1);
    if (rows.length > room) {
      live.keep(rows.slice(0, rows.length - room).map(show));
      rows = rows.slice(rows.length - room);
    }
    live.draw([...rows.map(show), ...below]);
  };
  return {
    line(text) {
      // Above what is drawn again: it comes once, and may be wider than the terminal.
      live.draw([]);
      live.keep([...rows.map(show), text]);
      rows = [];
    },
    row(text, { epoch, best: isBest }) {
      rows.push({ text, epoch });
      if (isBest) best = epoch;
    },
    progress(progress, time) {
      if (time - drawnAt < REDRAW_MS) return;
      drawnAt = time;
      draw(progress);
    },
    end(progress) {
      live.draw([]);
      live.keep([...rows.map(show), ...curveLines(progress, terminal), '']);
      rows = [];
    },
    close: () => live.close(),
  };
}
