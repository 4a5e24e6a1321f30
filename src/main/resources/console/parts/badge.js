// A state as an icon and a word; the colour is never the only difference.
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

/** The state of a breaker, from its report or from the automation. */
export function breakerState({ tripped, circuitBreakerMax: max, windowCount = 0 }) {
  if (tripped) {
    return 'tripped';
  }
  if (!max) {
    return 'off';
  }
  return windowCount >= max * 0.8 ? 'near' : 'ok';
}

// Not "closed", which people read as "blocked".
const BREAKER_WORDS = {
  tripped: ['paused', 'tripped', 'Tripped'],
  near: ['warn', 'near', 'Near the cap'],
  ok: ['good', 'ok', 'OK'],
  off: ['ended', 'off', 'No cap'],
};

export const breakerBadge = (report) => badge(...BREAKER_WORDS[breakerState(report)]);
