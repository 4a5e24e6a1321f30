// Formats numbers, names and sizes.
const numbers = new Intl.NumberFormat('en');
export const count = (n) => numbers.format(n);
export const many = (n, one, more = `${one}s`) => `${count(n)} ${Number(n) === 1 ? one : more}`;

/** The beginning of a text, never within a surrogate pair. */
export function cut(text, length) {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length);
}

/** A number of bytes, for people. */
export const size = (n) =>
  n < 1000 ? `${n} bytes` : n < 1_000_000 ? `${Math.round(n / 1000)} kB` : `${(n / 1_000_000).toFixed(1)} MB`;

export const bytes = (text) => new TextEncoder().encode(text).length;

export const PERIODS = {
  CIRCUIT_BREAKER_PERIOD_HOUR: 'hour',
  CIRCUIT_BREAKER_PERIOD_DAY: 'day',
  CIRCUIT_BREAKER_PERIOD_WEEK: 'week',
  CIRCUIT_BREAKER_PERIOD_MONTH: 'month',
};
export const PERIOD_MS = {
  CIRCUIT_BREAKER_PERIOD_HOUR: 3_600_000,
  CIRCUIT_BREAKER_PERIOD_DAY: 86_400_000,
  CIRCUIT_BREAKER_PERIOD_WEEK: 604_800_000,
  CIRCUIT_BREAKER_PERIOD_MONTH: 2_592_000_000,
};
export const period = (name) => PERIODS[name] ?? 'period';

export const RUN = 'PAUSED_EXECUTION_DECISION_RUN';
export const CANCEL = 'PAUSED_EXECUTION_DECISION_CANCEL';
export const decided = (decision) => (decision === CANCEL ? 'Cancelled' : 'Resumed');

export const STATE_PREFIX = 'AUTOMATION_EXECUTION_STATE_';
export const STATES = {
  PENDING: { name: 'Pending', look: 'waiting', icon: 'waiting' },
  CREATING: { name: 'Creating', look: 'running', icon: 'running' },
  GET_STEP: { name: 'Getting step', look: 'running', icon: 'running' },
  PROCESS_STEP: { name: 'In a step', look: 'running', icon: 'running' },
  COMPLETE_STEP: { name: 'Completing step', look: 'running', icon: 'running' },
  WAITING: { name: 'Waiting', look: 'waiting', icon: 'waiting' },
  DONE: { name: 'Done', look: 'good', icon: 'done' },
  ERROR: { name: 'Error', look: 'bad', icon: 'failed' },
  TERMINATE: { name: 'Terminated', look: 'ended', icon: 'off' },
  PAUSED_BY_CIRCUIT_BREAKER: { name: 'Paused by the breaker', look: 'paused', icon: 'paused' },
};
export const FINAL = ['DONE', 'ERROR', 'TERMINATE'];
export const shortState = (state) => state.replace(STATE_PREFIX, '');
