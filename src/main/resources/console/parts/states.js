// The states of a view without data: loading, empty, failed, stale.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { icon } from './icons.js';
import { inWords } from './refusal.js';

export const loading = (what) => html`<div class="state loading" role="status">
  <span class="spinner" aria-hidden="true"></span>Loading ${what} …</div>`;

export const empty = (title, next) => html`<div class="state">
  <p class="state-title">${title}</p><p>${next}</p></div>`;

const exactWords = (said) => (said ? html`<p class="said">The node says: ${said}</p>` : nothing);

export function failed(failure, retry) {
  const { text, said } = inWords(failure);
  return html`<div class="state broken" role="alert">
    <p class="state-title">${icon('tripped')} This could not be loaded</p>
    <p>${text}</p>${exactWords(said)}
    ${retry ? html`<button @click=${retry}>Look again</button>` : nothing}</div>`;
}

/** For data that is shown already but cannot be refreshed. */
export const stale = (failure) =>
  failure
    ? html`<p class="stale" role="status">${icon('waiting')}
        <span>Not up to date: ${inWords(failure).text}</span></p>`
    : nothing;

/**
 * Why something was not done.
 *
 * @param lookAgain offered if what is shown is out of date
 */
export function problem(failure, lookAgain) {
  if (!failure) {
    return nothing;
  }
  const { text, said, outdated } = inWords(failure);
  return html`<div class="problem" role="alert">${icon('failed')}<div><p>${text}</p>${exactWords(said)}
    ${outdated && lookAgain ? html`<button type="button" @click=${lookAgain}>Look again</button>` : nothing}</div></div>`;
}
