// What an update of an automation changed, from its event in the system log.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { fold } from './fold.js';
import { count, PERIODS } from './format.js';
import { RUNNERS } from './runner-fields.js';

const WORDS = {
  displayName: 'Name',
  description: 'Description',
  appId: 'App',
  enabled: 'Switch',
  isDraft: 'Draft',
  automationSteps: 'Steps',
  draftAutomationSteps: 'Draft steps',
  triggers: 'Triggers',
  draftTriggers: 'Draft triggers',
  context: 'Default context',
  currentVersion: 'Version',
  circuitBreakerMax: 'Cap',
  circuitBreakerPeriod: 'Period of the cap',
  'runner.mode': 'Run by',
  'runner.maxConcurrent': 'At once',
  'runner.maxPerSecond': 'Started per second',
};

const nameOf = (field) => WORDS[field] ?? field.replace(/^annotations\./, 'Annotation ');

function words(field, value) {
  if (value === undefined || value === '') {
    return 'nothing';
  }
  if (field === 'enabled') {
    return value ? 'on' : 'off';
  }
  if (field === 'runner.mode') {
    return RUNNERS[value] ?? value;
  }
  if ((field === 'circuitBreakerMax' || field === 'runner.maxPerSecond') && Number(value) === 0) {
    return field === 'circuitBreakerMax' ? 'none' : 'no limit';
  }
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  if (field === 'circuitBreakerPeriod') {
    return PERIODS[value] ?? 'none';
  }
  return typeof value === 'number' ? count(value) : fold(String(value));
}

const change = ({ field, from, to }) => html`<li><strong>${nameOf(field)}</strong>
  ${from === undefined && to === undefined
    ? 'changed'
    : html`<span class="from">${words(field, from)}</span> → <span class="to">${words(field, to)}</span>`}</li>`;

/** @param list `[{ field, from, to }]`; absent for events that are no updates */
export const changes = (list) =>
  list === undefined
    ? nothing
    : list.length === 0
      ? html`<p class="muted">It changed nothing.</p>`
      : html`<ul class="changes">${list.map(change)}</ul>`;
