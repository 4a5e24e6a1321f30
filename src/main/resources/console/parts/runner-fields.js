// The form fields of who runs the executions of an automation, and how fast.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { count } from './format.js';

export const BUILT_IN = 'BUILT_IN';
export const EXTERNAL = 'EXTERNAL';
export const RUNNERS = { [BUILT_IN]: 'Spillway', [EXTERNAL]: 'Somebody else' };

const MAX_CONCURRENT = 10_000;
const MAX_PER_SECOND = 100_000;

export const runnerOf = ({ runner = {} }) => ({
  mode: runner.mode ?? EXTERNAL,
  concurrent: String(runner.maxConcurrent ?? 64),
  perSecond: String(runner.maxPerSecond ?? 0),
});

function whole(text, name, min, max) {
  const number = Number(text);
  if (text.trim() === '' || !Number.isInteger(number) || number < min || number > max) {
    throw new Error(`${name} is ${text.trim() === '' ? 'empty' : text}, must be ${count(min)} to ${count(max)}.`);
  }
  return number;
}

/** The settings for the API; throws an error with words for people. */
export const runnerFrom = ({ mode, concurrent, perSecond }) => ({
  mode,
  maxConcurrent: whole(concurrent, 'At once', 1, MAX_CONCURRENT),
  maxPerSecond: whole(perSecond, 'Started per second', 0, MAX_PER_SECOND),
});

/** The pace in words. */
export const pace = ({ maxConcurrent, maxPerSecond }) =>
  `${count(maxConcurrent)} at once${maxPerSecond ? `, ${count(maxPerSecond)} started per second` : ''}`;

export const runnerFields = (state, set) => html`
  <label for="runner-mode">Executions are run by</label>
  <select id="runner-mode" @change=${(event) => set({ mode: event.target.value })}>
    ${Object.entries(RUNNERS).map(
      ([value, name]) => html`<option value=${value} ?selected=${value === state.mode}>${name}</option>`,
    )}</select>
  ${state.mode === EXTERNAL
    ? html`<p class="muted">A service of yours moves their states over the event bus. Spillway starts none.</p>`
    : html`<div class="pair">
          <div><label for="runner-concurrent">At once, at most</label>
            <input id="runner-concurrent" type="number" min="1" max=${MAX_CONCURRENT} step="1" inputmode="numeric"
              .value=${state.concurrent} @input=${(event) => set({ concurrent: event.target.value })}></div>
          <div><label for="runner-per-second">Started per second, at most</label>
            <input id="runner-per-second" type="number" min="0" max=${MAX_PER_SECOND} step="1" inputmode="numeric"
              .value=${state.perSecond} @input=${(event) => set({ perSecond: event.target.value })}></div>
        </div>
        <p class="muted">0 per second is no limit. What is under way is finished, also when less is allowed.</p>`}
  ${state.was === EXTERNAL && state.mode === BUILT_IN
    ? html`<p class="note">Spillway starts the executions that are pending now. Nobody else may move them any more.</p>`
    : nothing}`;
