// Icons of 16 by 16 in the colour of the text.
import { svg, html } from '../lib/lit-html/lit-html.js';

const SHAPES = {
  brand: svg`<path d="M2 5h4c3 0 2 6 8 6"/><path d="M2 9h2c3 0 2 4 6 4" opacity=".6"/>`,
  ok: svg`<circle cx="8" cy="8" r="6"/><path d="M5.2 8.2l2 2 3.6-4.2"/>`,
  near: svg`<path d="M2.5 12.5a6 6 0 1 1 11 0"/><path d="M8 9.5l3-3.5"/>`,
  tripped: svg`<path d="M8 2l6.5 11.5h-13z"/><path d="M8 6.5v3.2M8 11.6v.1"/>`,
  off: svg`<circle cx="8" cy="8" r="6"/><path d="M4 12l8-8"/>`,
  running: svg`<path d="M13.5 8A5.5 5.5 0 1 1 11 3.4"/><path d="M11 1v2.6H8.4"/>`,
  paused: svg`<path d="M5.5 3.5v9M10.5 3.5v9"/>`,
  done: svg`<path d="M3 8.5l3.2 3.2L13 4.5"/>`,
  failed: svg`<path d="M4 4l8 8M12 4l-8 8"/>`,
  waiting: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.6V8l2.2 1.6"/>`,
  sun: svg`<circle cx="8" cy="8" r="3"/><path d="M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.1 1.1M11.9 11.9L13 13M13 3l-1.1 1.1M4.1 11.9L3 13"/>`,
  moon: svg`<path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z"/>`,
  next: svg`<path d="M6 3.5L10.5 8 6 12.5"/>`,
};

export const icon = (name) => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"
  fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"
  stroke-linejoin="round">${SHAPES[name]}</svg>`;
