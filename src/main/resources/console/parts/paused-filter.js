// Filters paused executions by time and by a field of the context.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { zone } from './time-zone.js';

const local = (at) => {
  if (!at) {
    return '';
  }
  const date = new Date(at);
  return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
};

const instant = (text) => (text ? new Date(text).toISOString() : '');

/** Converts the text of a number or boolean, since the API compares values with their types. */
export function typed(text) {
  return /^(true|false|-?(0|[1-9]\d*)(\.\d+)?)$/.test(text) ? JSON.parse(text) : text.replace(/^"(.*)"$/, '$1');
}

const asText = (value) => (typeof value === 'string' && typed(value) !== value ? `"${value}"` : String(value));

/** The filter for the API; the state is that in the query of the URL. */
export const filterOf = ({ since, until, field, value }) => ({
  ...(since && { createdSince: since }),
  ...(until && { createdUntil: until }),
  ...(field && value && { contextEquals: { [field]: typed(value) } }),
});

export const picked = (field, value) => ({ field, value: asText(value) });

export const isFiltered = ({ since, until, field, value }) => Boolean(since || until || (field && value));

export function pausedFilter(state, onChange) {
  const onSubmit = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    onChange({
      since: instant(form.get('since')),
      until: instant(form.get('until')),
      field: form.get('field').trim(),
      value: form.get('value').trim(),
    });
  };
  return html`<form class="filters" @submit=${onSubmit}>
    <label>Paused since ${zone(local(state.since))}<input type="datetime-local" step="1" name="since" .value=${local(state.since)}></label>
    <label>Paused until ${zone(local(state.until))}<input type="datetime-local" step="1" name="until" .value=${local(state.until)}></label>
    <label>Context field<input name="field" .value=${state.field ?? ''} placeholder="user_id or /a/b" spellcheck="false"></label>
    <label>equals<input name="value" .value=${state.value ?? ''} spellcheck="false"></label>
    <button>Filter</button>
    ${isFiltered(state)
      ? html`<button type="button" class="quiet" @click=${() => onChange({ since: '', until: '', field: '', value: '' })}>
          Show all</button>`
      : nothing}
  </form>`;
}
