// The title of a view, which gets the focus when the view opens.
import { html } from '../lib/lit-html/lit-html.js';

export const heading = (title, { above = '', beside = '' } = {}) => html`<div class="heading">
  <div>${above ? html`<p class="above">${above}</p>` : ''}<h1 tabindex="-1">${title}</h1></div>
  ${beside ? html`<div class="heading-actions">${beside}</div>` : ''}</div>`;
