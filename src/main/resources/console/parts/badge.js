// A state as a picture and a word; the colour only underlines it.
import { html } from '../lib/lit-html/lit-html.js';
import { STATES, shortState } from './format.js';
import { icon } from './icons.js';

export const badge = (look, picture, text) =>
  html`<span class="badge ${look}">${icon(picture)}${text}</span>`;

export function executionBadge(state) {
  const { name, look, icon: picture } = STATES[shortState(state)] ?? {
    name: state,
    look: 'ended',
    icon: 'off',
  };
  return badge(look, picture, name);
}

/** How a breaker is: its report, or what the automation itself tells. */
export function breakerState({ tripped, circuitBreakerMax: max, windowCount = 0 }) {
  if (tripped) {
    return 'tripped';
  }
  if (!max) {
    return 'off';
  }
  return windowCount >= max * 0.8 ? 'near' : 'closed';
}

const BREAKER_WORDS = {
  tripped: ['held', 'tripped', 'Tripped'],
  near: ['warn', 'near', 'Near its cap'],
  closed: ['good', 'closed', 'Closed'],
  off: ['ended', 'off', 'No breaker'],
};

export const breakerBadge = (report) => badge(...BREAKER_WORDS[breakerState(report)]);
