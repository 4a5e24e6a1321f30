// A chart of the trailing window: admitted executions as columns, their sum as a line against the
// limit, and marks for trips and decisions.
import { html, svg, nothing } from '../lib/lit-html/lit-html.js';
import { count, many } from './format.js';
import { exact } from './relative-time.js';

const WIDTH = 720;
const HEIGHT = 190;
const LEFT = 8;
const TOP = 22;
const BOTTOM = 166;

const sums = (slices) => {
  let total = 0;
  return slices.map((n) => (total += n));
};

function scale(slices, max) {
  const top = Math.max(max, slices.reduce((a, b) => a + b, 0), 1) * 1.08;
  const step = (WIDTH - 2 * LEFT) / slices.length;
  return {
    step,
    x: (slice) => LEFT + slice * step,
    y: (value) => BOTTOM - (value / top) * (BOTTOM - TOP),
  };
}

function mark({ at, kind, name }, place) {
  const x = LEFT + place * (WIDTH - 2 * LEFT);
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
 * @param max the limit
 * @param periodMs the length of the window
 * @param until the end of the window, epoch milliseconds
 * @param marks `{ at, kind: 'trip' | 'resolution', name }`
 */
export function windowChart({ slices, max, periodMs, periodName, until, marks }) {
  const { x, y, step } = scale(slices, max);
  const running = sums(slices);
  const within = marksWithin(marks, until - periodMs, until);
  const line = running.map((n, i) => `${x(i + 1).toFixed(1)},${y(n).toFixed(1)}`).join(' ');
  const total = running.at(-1) ?? 0;
  const description = `${many(total, 'execution')} counted in the trailing ${periodName}, the limit is ${count(max)}.`;
  return html`<figure class="chart">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${description}>
      <line class="axis" x1=${LEFT} x2=${WIDTH - LEFT} y1=${BOTTOM} y2=${BOTTOM}/>
      <line class="limit" x1=${LEFT} x2=${WIDTH - LEFT} y1=${y(max)} y2=${y(max)}/>
      <text class="limit-text" x=${LEFT} y=${y(max) - 5}>limit ${count(max)}</text>
      ${slices.map((n, i) =>
        n > 0
          ? svg`<rect class="column" x=${x(i) + 1} width=${Math.max(2, step - 2)}
              y=${Math.min(y(n), BOTTOM - 2)} height=${Math.max(2, BOTTOM - y(n))} rx="1.5"/>`
          : nothing,
      )}
      <polyline class="sum" points=${`${LEFT},${BOTTOM} ${line}`}/>
      ${within.map((each) => mark(each, each.place))}
      <text class="ends" x=${LEFT} y=${HEIGHT - 6}>one ${periodName} ago</text>
      <text class="ends" x=${WIDTH - LEFT} y=${HEIGHT - 6} text-anchor="end">now</text>
    </svg>
    <figcaption><span class="key column-key"></span>executions
      <span class="key sum-key"></span>counted so far
      ${within.some(({ kind }) => kind === 'trip') ? html`<span class="key trip-key">▲</span>trip` : nothing}
      ${within.some(({ kind }) => kind !== 'trip') ? html`<span class="key resolution-key">●</span>decision` : nothing}
    </figcaption>
  </figure>`;
}
