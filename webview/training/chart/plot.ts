/** uPlot as charts need it: canvas, axes and the part that is dragged over. It is given no curves, only how far they reach. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Axis } from '../../../src/protocol/training';
import type { Palette } from './palette';
import { epochTicks, logTicks, stepTicks, type Tick, timeTicks, valueTicks } from './ticks';
import type { View } from './view';

export interface PlotState {
  readonly view: View;
  readonly palette: Palette;
  readonly axis: Axis;
  readonly log: boolean;
  /** Pixels right of the lines. */
  readonly margin: number;
}

/** `each`: pixels that one needs. */
const TICKS_X: Readonly<Record<Axis, { readonly ticks: typeof stepTicks; readonly each: number }>> = {
  step: { ticks: stepTicks, each: 40 },
  epoch: { ticks: epochTicks, each: 40 },
  time: { ticks: timeTicks, each: 60 },
};

/** Room over the lines, where the star stands. */
const ABOVE = 18;
const GAP = 8;

/** `state` is asked at every drawing; `onDraw` follows it, `onPart` a drag from one x to another, `onAll` a double click. */
export function createPlot(
  place: HTMLElement,
  size: { readonly width: number; readonly height: number },
  state: () => PlotState,
  on: { readonly draw: () => void; readonly part: (from: number, to: number) => void; readonly all: () => void },
): uPlot {
  const axis = (ticksOf: (from: number, to: number, plot: uPlot) => Tick[], more: uPlot.Axis): uPlot.Axis => {
    let ticks: Tick[] = [];
    return {
      stroke: () => state().palette.text,
      font: state().palette.font,
      gap: GAP,
      ticks: { show: false },
      splits: (plot, _, from, to) => {
        ticks = state().view.isEmpty ? [] : ticksOf(from, to, plot);
        return ticks.map(({ at }) => at);
      },
      // Its own steps end at 1e32, beyond which it draws no axis at all. From 5 on it takes any.
      incrs: (_plot, _axis, from, to) => [Math.max(5, to - from)],
      filter: (_, splits) => splits,
      values: () => ticks.map(({ text }) => text),
      ...more,
    };
  };
  const room = (plot: uPlot, side: 'width' | 'height', each: number): number =>
    Math.max(1, Math.floor((plot.bbox[side] / uPlot.pxRatio || plot[side]) / each));

  const options: uPlot.Options = {
    ...size,
    padding: [ABOVE, () => state().margin, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, range: () => [...state().view.x] },
      y: { range: () => [...state().view.y] },
    },
    // There has to be one; it shows nothing.
    series: [{}, { paths: () => null, points: { show: false } }],
    axes: [
      axis(
        (from, to, plot) => {
          const { ticks, each } = TICKS_X[state().axis];
          return ticks(from, to, room(plot, 'width', each));
        },
        {
          size: 28,
          grid: { show: false },
          border: { show: true, stroke: () => state().palette.grid, width: 1 },
        },
      ),
      axis((from, to, plot) => (state().log ? logTicks : valueTicks)(from, to, room(plot, 'height', 30)), {
        size: (plot, values) => widthOf(plot, values, state().palette.font),
        grid: { stroke: () => state().palette.grid, width: 1 },
      }),
    ],
    cursor: {
      x: false,
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      bind: {
        dblclick: () => () => {
          on.all();
          return null;
        },
      },
    },
    hooks: {
      draw: [on.draw],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width === 0) return;
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          on.part(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
        },
      ],
    },
  };
  return new uPlot(
    options,
    [
      [0, 1],
      [0, 1],
    ],
    place,
  );
}

/** Of what is written at the values' axis. */
function widthOf(plot: uPlot, values: readonly string[] | null, font: string): number {
  if (values === null) return 38;
  plot.ctx.save();
  plot.ctx.font = font;
  const widest = Math.max(0, ...values.map((value) => plot.ctx.measureText(value ?? '').width));
  plot.ctx.restore();
  return Math.max(38, Math.ceil(widest) + GAP + 2);
}
