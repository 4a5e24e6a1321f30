// <window-chart>: a chart of the trailing window: admitted executions as columns, their sum as a line
// against the cap, and marks for trips and decisions. It is drawn as wide as there is room, so that
// its texts are as large on a phone as elsewhere.
import { html, render, svg, nothing } from '../lib/lit-html/lit-html.js';
import { count, many } from './format.js';
import { exact } from './relative-time.js';

const MIN_WIDTH = 240;
const MAX_WIDTH = 720;
const HEIGHT = 190;
const LEFT = 8;
const TOP = 22;
const BOTTOM = 166;

const sums = (slices) => {
  let total = 0;
  return slices.map((n) => (total += n));
};

function scale(slices, max, width) {
  const top = Math.max(max, slices.reduce((a, b) => a + b, 0), 1) * 1.08;
  const step = (width - 2 * LEFT) / slices.length;
  // With room for a gap between columns.
  const gap = step > 5 ? 2 : 0.5;
  return {
    step,
    gap,
    x: (slice) => LEFT + slice * step,
    y: (value) => BOTTOM - (value / top) * (BOTTOM - TOP),
  };
}

function mark({ at, kind, name }, place, width) {
  const x = LEFT + place * (width - 2 * LEFT);
  const shape = kind === 'trip' ? svg`<path d="M${x} 4l6 11h-12z"/>` : svg`<circle cx=${x} cy="10" r="5"/>`;
  return svg`<g class="mark ${kind}"><title>${name}, ${exact(at)}</title>
    <line x1=${x} x2=${x} y1=${TOP - 4} y2=${BOTTOM}/>${shape}</g>`;
}

function marksWithin(marks, from, until) {
  return marks
    .map((each) => ({ ...each, place: (new Date(each.at) - from) / (until - from) }))
    .filter(({ place }) => place >= 0 && place <= 1);
}

/**
 * @param slices executions in equal parts of the period, oldest first
 * @param max the cap
 * @param periodMs the length of the window
 * @param until the end of the window, epoch milliseconds
 * @param marks `{ at, kind: 'trip' | 'resolution', name }`
 */
function windowChart({ slices, max, periodMs, periodName, until, marks }, width) {
  const { x, y, step, gap } = scale(slices, max, width);
  const running = sums(slices);
  const within = marksWithin(marks, until - periodMs, until);
  const line = running.map((n, i) => `${x(i + 1).toFixed(1)},${y(n).toFixed(1)}`).join(' ');
  const total = running.at(-1) ?? 0;
  const description = `${many(total, 'execution')} counted in the trailing ${periodName}, the cap is ${count(max)}.`;
  return html`<figure class="chart">
    <svg viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label=${description}>
      <line class="axis" x1=${LEFT} x2=${width - LEFT} y1=${BOTTOM} y2=${BOTTOM}/>
      <line class="limit" x1=${LEFT} x2=${width - LEFT} y1=${y(max)} y2=${y(max)}/>
      <text class="limit-text" x=${LEFT} y=${y(max) - 5}>cap ${count(max)}</text>
      ${slices.map((n, i) =>
        n > 0
          ? svg`<rect class="column" x=${x(i) + gap / 2} width=${Math.max(2, step - gap)}
              y=${Math.min(y(n), BOTTOM - 2)} height=${Math.max(2, BOTTOM - y(n))} rx="1.5"/>`
          : nothing,
      )}
      <polyline class="sum" points=${`${LEFT},${BOTTOM} ${line}`}/>
      ${within.map((each) => mark(each, each.place, width))}
      <text class="ends" x=${LEFT} y=${HEIGHT - 6}>one ${periodName} ago</text>
      <text class="ends" x=${width - LEFT} y=${HEIGHT - 6} text-anchor="end">now</text>
    </svg>
    <figcaption><span class="key column-key"></span>executions
      <span class="key sum-key"></span>counted so far
      ${within.some(({ kind }) => kind === 'trip') ? html`<span class="key trip-key">▲</span>trip` : nothing}
      ${within.some(({ kind }) => kind !== 'trip') ? html`<span class="key resolution-key">●</span>decision` : nothing}
    </figcaption>
  </figure>`;
}

class WindowChart extends HTMLElement {
  #data = null;
  #width = 0;
  #resized = new ResizeObserver(([{ contentRect }]) => {
    const width = Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, contentRect.width)));
    if (width !== this.#width) {
      this.#width = width;
      this.#draw();
    }
  });

  /** What to show, see windowChart. */
  set data(data) {
    this.#data = data;
    this.#draw();
  }

  connectedCallback() {
    this.#resized.observe(this);
  }

  disconnectedCallback() {
    this.#resized.disconnect();
  }

  #draw() {
    if (this.#data && this.#width > 0) {
      render(windowChart(this.#data, this.#width), this);
    }
  }
}

customElements.define('window-chart', WindowChart);
