// The line above every view while the node does not answer.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import * as node from '../app/node.js';
import { icon } from './icons.js';

export const silence = () => html`<div class="silence" role="alert">${node.isAnswering()
  ? nothing
  : html`<p>${icon('failed')}<span><strong>The node does not answer.</strong> What you see may be out of
      date. The page tries again by itself.</span></p>`}</div>`;
