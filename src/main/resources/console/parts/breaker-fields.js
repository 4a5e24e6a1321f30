// The form fields of a circuit breaker.
import { html } from '../lib/lit-html/lit-html.js';
import { PERIODS } from './format.js';

export const UNLIMITED = 'CIRCUIT_BREAKER_PERIOD_UNSPECIFIED';

export const settingsOf = ({ circuitBreakerMax = 0, circuitBreakerPeriod }) => ({
  on: circuitBreakerMax > 0,
  max: String(circuitBreakerMax || 100),
  period: PERIODS[circuitBreakerPeriod] ? circuitBreakerPeriod : Object.keys(PERIODS)[0],
});

/** The fields for the API. */
export const fieldsOf = ({ on, max, period }) =>
  on
    ? { circuitBreakerMax: Number(max), circuitBreakerPeriod: period }
    : { circuitBreakerMax: 0, circuitBreakerPeriod: UNLIMITED };

export const breakerFields = (state, set) => html`
  <label class="check"><input type="checkbox" .checked=${state.on}
    @change=${(event) => set({ on: event.target.checked })}> Circuit breaker is on</label>
  <div class="pair">
    <div><label for="breaker-max">At most this many executions</label>
      <input id="breaker-max" type="number" min="1" max="4294967295" step="1" inputmode="numeric"
        .value=${state.max} ?disabled=${!state.on} @input=${(event) => set({ max: event.target.value })}></div>
    <div><label for="breaker-period">in any trailing</label>
      <select id="breaker-period" ?disabled=${!state.on}
        @change=${(event) => set({ period: event.target.value })}>
        ${Object.entries(PERIODS).map(
          ([value, name]) => html`<option value=${value} ?selected=${value === state.period}>${name}</option>`,
        )}</select></div>
  </div>
  <p class="muted">The next execution above this cap trips the breaker: it and all later ones are
    paused until somebody decides.</p>`;
