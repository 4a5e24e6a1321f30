// What an administrator must see first: what is held, and since when.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { count, many, period } from './format.js';
import { icon } from './icons.js';

function facts({ circuitBreaker: trip, circuitBreakerPeriod }) {
  return html`<p><strong>${count(trip.observedCount)}</strong> executions within the trailing
    ${period(trip.period ?? circuitBreakerPeriod)}; the cap is <strong>${count(trip.threshold)}</strong>.
    Tripped <relative-time at=${trip.trippedAt}></relative-time>; since then executions are held instead of run.</p>`;
}

const held = (report) => html`<p class="held-line">
  <strong class="held-count">${count(report.pausedCount)}</strong>
  ${Number(report.pausedCount) === 1 ? 'execution is held' : 'executions are held'}</p>`;

/** The banner of a report; nothing where nothing is held and nothing is tripped. */
export function tripBanner(report, { actions }) {
  if (report.running) {
    return html`<section class="banner calm" aria-label="Decision under way">
      <div class="banner-icon">${icon('running')}</div>
      <div><h2>A decision is being carried out</h2>
        <p>${count(report.running.pausedCount)} of ${many(report.running.total, 'execution')} so far.</p></div>
      <div class="banner-actions"><a class="button primary"
        href="/automations/${report.automationId}/resolutions/${report.running.resolutionId}">Watch it</a></div>
    </section>`;
  }
  if (report.tripped) {
    return html`<section class="banner" aria-label="Circuit breaker tripped">
      <div class="banner-icon">${icon('tripped')}</div>
      <div><h2>Automation paused: too many executions</h2>${facts(report)}${held(report)}</div>
      <div class="banner-actions">${actions}</div></section>`;
  }
  return report.pausedCount > 0
    ? html`<section class="banner" aria-label="Executions are held">
        <div class="banner-icon">${icon('held')}</div>
        <div><h2>Executions of an earlier trip are still held</h2>
          <p>The breaker was cleared, so later executions run. These wait for a decision.</p>${held(report)}</div>
        <div class="banner-actions">${actions}</div></section>`
    : nothing;
}
