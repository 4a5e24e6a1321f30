// The states of a view without data: loading, empty, failed, stale.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { icon } from './icons.js';

export const loading = (what) => html`<div class="state loading" role="status">
  <span class="spinner" aria-hidden="true"></span>Loading ${what} …</div>`;

export const empty = (title, next) => html`<div class="state">
  <p class="state-title">${title}</p><p>${next}</p></div>`;

export const failed = (failure, retry) => html`<div class="state broken" role="alert">
  <p class="state-title">${icon('tripped')} This could not be loaded</p>
  <p>${failure.message}</p>
  ${retry ? html`<button @click=${retry}>Try again</button>` : nothing}</div>`;

/** For data that is shown already but cannot be refreshed. */
export const stale = (failure) =>
  failure
    ? html`<p class="stale" role="status">${icon('waiting')}
        <span>Not up to date: ${failure.message} Trying again …</span></p>`
    : nothing;

export const problem = (failure) =>
  failure ? html`<p class="problem" role="alert">${icon('failed')}<span>${failure.message}</span></p>` : nothing;
