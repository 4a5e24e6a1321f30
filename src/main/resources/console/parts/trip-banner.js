// The banner of an automation: its trip, its paused executions, or the running decision.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { count, many, period } from './format.js';
import { icon } from './icons.js';

/** The cap that was exceeded, and that of today if it was changed since. */
function facts({ circuitBreaker: trip, circuitBreakerMax: max, circuitBreakerPeriod: today }) {
  const isSame = trip.threshold === max && (trip.period ?? today) === today;
  return html`<p><strong>${count(trip.observedCount)}</strong> executions within the trailing
    ${period(trip.period ?? today)}; the cap ${isSame ? 'is' : 'was'} <strong>${count(trip.threshold)}</strong>.
    Tripped <relative-time at=${trip.trippedAt}></relative-time>; since then executions are paused.</p>
    ${isSame ? nothing : html`<p>The cap is <strong>${count(max)}</strong> per ${period(today)} today. It counts
      once the breaker is cleared or reset by a decision.</p>`}`;
}

const pausedCount = (report) => html`<p class="paused-line">
  <strong class="paused-count">${count(report.pausedCount)}</strong>
  ${Number(report.pausedCount) === 1 ? 'execution is paused' : 'executions are paused'}</p>`;

/** The banner of a report; nothing if nothing is paused, tripped or running. */
export function tripBanner(report, { actions }) {
  if (report.running) {
    return html`<section class="banner calm" aria-label="Decision in progress">
      <div class="banner-icon">${icon('running')}</div>
      <div><h2>A decision is being carried out</h2>
        <p>${count(report.running.pausedCount)} of ${many(report.running.total, 'execution')} so far.</p></div>
      <div class="banner-actions"><a class="button primary"
        href="/automations/${report.automationId}/resolutions/${report.running.resolutionId}">Show progress</a></div>
    </section>`;
  }
  if (report.tripped) {
    return html`<section class="banner" aria-label="Circuit breaker tripped">
      <div class="banner-icon">${icon('tripped')}</div>
      <div><h2>Breaker tripped: new executions are paused</h2>${facts(report)}${pausedCount(report)}</div>
      <div class="banner-actions">${actions}</div></section>`;
  }
  return report.pausedCount > 0
    ? html`<section class="banner" aria-label="Executions are paused">
        <div class="banner-icon">${icon('paused')}</div>
        <div><h2>Executions of an earlier trip are still paused</h2>
          <p>The breaker was cleared, so later executions run. These wait for a decision.</p>${pausedCount(report)}</div>
        <div class="banner-actions">${actions}</div></section>`
    : nothing;
}
