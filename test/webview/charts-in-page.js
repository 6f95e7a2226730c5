// Runs in the page of charts.ts after the charts: makes runs, and looks at what is drawn.

document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
  console.error(`refused by ${violatedDirective}: ${blockedURI} ${sample}`),
);

const COLUMNS = ['time', 'epoch', 'learning_rate', 'loss', 'accuracy', 'mae'];

/** The same numbers every time, 0 to 1. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Rows of a training as they may come: loss falls, accuracy rises, both scatter. `at` sets single values: step to loss. */
function rowsOf({ steps, stepsPerEpoch, total = steps, seed = 1, slow = 1, at = {} }, from = 0) {
  const random = seeded(seed + from);
  const values = new Float64Array((steps - from) * COLUMNS.length);
  for (let row = from; row < steps; row += 1) {
    const done = (row / total) * slow;
    const scatter = (random() + random() + random()) / 3 - 0.5;
    const loss = at[row + 1] ?? 0.08 + 2.2 * Math.exp(-7 * done) * (1 + 0.4 * scatter) + 0.1 * scatter * Math.exp(-done);
    const accuracy = Math.min(1, 0.985 - 0.9 * Math.exp(-7 * done) + 0.06 * scatter);
    values.set(
      [1.7e12 + row * 12, 1 + Math.floor(row / stepsPerEpoch), 1e-3, loss, accuracy, loss / 2],
      (row - from) * COLUMNS.length,
    );
  }
  return values;
}

function validationOf({ steps, stepsPerEpoch, total = steps, slow = 1 }, measure) {
  const points = [];
  for (let epoch = 1; epoch * stepsPerEpoch <= steps; epoch += 1) {
    const done = ((epoch * stepsPerEpoch) / total) * slow;
    const value = measure === 'loss' ? 0.13 + 1.7 * Math.exp(-8 * done) : 0.972 - 0.6 * Math.exp(-8 * done);
    points.push({ epoch, step: epoch * stepsPerEpoch, value });
  }
  return points;
}

const shown = {};

globalThis.test = {
  shown,
  rowsOf,

  paintAs({ classes, variables }) {
    document.body.className = classes;
    document.documentElement.removeAttribute('style');
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(`--vscode-${name}`, value);
  },

  /** Charts of these measures, under each other; drawn when it ends. */
  async open({ run, compared, measures = ['loss'], width = 480, height = 230, ...content }) {
    const history = charts.createHistory(COLUMNS);
    history.take({ from: 0, values: rowsOf(run) });
    let other;
    if (compared) {
      other = charts.createHistory(COLUMNS);
      other.take({ from: 0, values: rowsOf(compared) });
    }
    const together = charts.createTogether();
    Object.assign(shown, { history, together, hovers: [], said: [], charts: [], contents: [] });
    document.body.replaceChildren();
    for (const measure of measures) {
      const place = document.createElement('div');
      place.className = 'place';
      place.style.width = `${width}px`;
      place.style.height = `${height}px`;
      document.body.append(place);
      const chart = charts.createChart(place, {
        measure,
        together,
        onHover: (hover) => shown.hovers.push(hover),
        say: (text) => shown.said.push(text),
      });
      shown.charts.push(chart);
      shown.contents.push({
        run: { history, stepsPerEpoch: run.stepsPerEpoch, validation: validationOf(run, measure) },
        ...(other && {
          compared: {
            history: other,
            stepsPerEpoch: compared.stepsPerEpoch,
            validation: compared.validates ? validationOf(compared, measure) : [],
            label: compared.label,
          },
        }),
        findings: [],
        axis: 'step',
        log: false,
        smoothing: 0.6,
        ...content,
      });
    }
    await test.show({});
  },

  /** The same, but for what is given. */
  async show(change) {
    shown.contents = shown.contents.map((content) => ({ ...content, ...change }));
    for (const [at, chart] of shown.charts.entries()) chart.show(shown.contents[at]);
    await test.drawn();
  },

  /** More rows, as they come. */
  async grow(run) {
    shown.history.take({ from: shown.history.rows, values: rowsOf(run, shown.history.rows) });
    await test.show({});
  },

  /** What is due within the tenth of a second, and the frame after it. */
  async drawn() {
    await new Promise((resolve) => setTimeout(resolve, 120));
    for (let frames = 0; frames < 3; frames += 1)
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  },

  canvas: (at = 0) => document.querySelectorAll('.chart canvas')[at],

  /** Of the part for lines, from the chart's corner. */
  area(at = 0) {
    const over = document.querySelectorAll('.u-over')[at];
    return { left: over.offsetLeft, top: over.offsetTop, width: over.clientWidth, height: over.clientHeight };
  },

  /** Places of pixels near that colour, from the corner of the part for lines, in pixels of the page. */
  pixels(color, at = 0) {
    const canvas = test.canvas(at);
    const { width, height } = canvas;
    const ratio = width / canvas.clientWidth;
    // Looked at in a copy: the first would be drawn more slowly afterwards, as Chromium warns.
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    const wanted = color.match(/[\d.]+/g).map(Number);
    const area = test.area(at);
    const found = [];
    for (let index = 0; index < width * height; index += 1) {
      const isNear =
        data[index * 4 + 3] > 200 && wanted.every((part, channel) => Math.abs(data[index * 4 + channel] - part) < 14);
      if (isNear) found.push({ x: (index % width) / ratio - area.left, y: Math.floor(index / width) / ratio - area.top });
    }
    return found;
  },

  names: () =>
    [...document.querySelectorAll('.chart')].map((chart) =>
      [...chart.querySelectorAll('.chart-name')].map((name) => {
        const { left, top, right, bottom } = name.getBoundingClientRect();
        const outer = chart.getBoundingClientRect();
        return {
          text: name.textContent,
          color: getComputedStyle(name).color,
          left: left - outer.left,
          top: top - outer.top,
          right: right - outer.left,
          bottom: bottom - outer.top,
        };
      }),
    ),

  box(at = 0) {
    const chart = document.querySelectorAll('.chart')[at];
    const box = chart.querySelector('.chart-box');
    if (box.hidden) return undefined;
    const [inner, outer] = [box.getBoundingClientRect(), chart.getBoundingClientRect()];
    return {
      text: [...box.querySelectorAll('.chart-title, .chart-values > *, .chart-finding')]
        .map((one) => one.textContent)
        .filter(Boolean)
        .join(' | '),
      isInside: inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom,
    };
  },
};
