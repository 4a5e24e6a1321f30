// A list of decisions about paused executions.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { badge } from './badge.js';
import { fold } from './fold.js';
import { count, decided } from './format.js';
import { manifestButton } from './manifest.js';
import { scopeOf } from './scope.js';

const state = ({ state: now, erroredCount }) =>
  now !== 'DONE'
    ? badge('running', 'running', 'Running')
    : erroredCount > 0
      ? badge('bad', 'failed', 'Done, some failed')
      : badge('good', 'done', 'Done');

const row = (resolution, onFailure) => html`<tr>
  <td><a class="row-title" href="/automations/${resolution.automationId}/resolutions/${resolution.resolutionId}">
    ${decided(resolution.decision)} ${count(resolution.pausedCount)}</a>
    ${resolution.reason ? html`<div class="muted row-more">${fold(`“${resolution.reason}”`)}</div>` : nothing}
    ${scopeOf(resolution)}</td>
  <td data-label="State">${state(resolution)}</td>
  <td data-label="Failed" class="number">${count(resolution.erroredCount)}</td>
  <td data-label="By" class="id">${resolution.actor}</td>
  <td data-label="Started"><relative-time at=${resolution.startedAt}></relative-time></td>
  <td data-label="Outcome">${manifestButton(resolution, onFailure)}</td>
</tr>`;

/** @param onFailure called if a manifest cannot be saved */
export const resolutionList = (list, onFailure) =>
  list.length === 0
    ? html`<p class="muted">No executions have been resumed or cancelled yet.</p>`
    : html`<table class="cards">
        <thead><tr><th scope="col">Decision</th><th scope="col">State</th>
          <th scope="col" class="number">Failed</th><th scope="col">By</th><th scope="col">Started</th>
          <th scope="col">Outcome</th></tr></thead>
        <tbody>${list.map((each) => row(each, onFailure))}</tbody></table>`;
