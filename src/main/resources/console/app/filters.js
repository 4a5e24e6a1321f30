// The filter of a review: `{ since, until, conditions }`, the conditions as in the API. What is shown,
// counted and resolved follows from this one object.
import { parse, stringify } from './json.js';

export const OPERATORS = ['equals', 'not', 'contains', 'exists'];
export const MAX_CONDITIONS = 8;
export const ALL = { since: '', until: '', conditions: [] };

const PARAMETERS = ['since', 'until', 'where', 'fields'];

export const isFiltered = ({ since, until, conditions }) => Boolean(since || until || conditions.length);

/** The operator of a condition. */
export const operatorOf = (condition) => OPERATORS.find((operator) => operator in condition);

/** The filter in a request. */
export const bodyOf = ({ since, until, conditions }) => ({
  ...(since && { createdSince: since }),
  ...(until && { createdUntil: until }),
  ...(conditions.length > 0 && { contextFilters: conditions }),
});

/** The filter of a resolution, from its selection; ALL without one. */
export const ofSelection = ({ createdSince = '', createdUntil = '', contextEquals = {}, contextFilters = [] } = {}) => ({
  since: createdSince,
  until: createdUntil,
  conditions: Object.entries(contextEquals)
    .map(([field, equals]) => ({ field, equals }))
    .concat(contextFilters),
});

const without = (conditions, condition) =>
  conditions.filter((each) => stringify(each) !== stringify(condition));

/** With one more condition; one value of a field replaces another. */
export const withCondition = (filter, condition) => ({
  ...filter,
  conditions: without(
    filter.conditions.filter((each) => !('equals' in condition && 'equals' in each && each.field === condition.field)),
    condition,
  ).concat(condition),
});

/** The parameters of an address. `fields` are those of the summary, null for the usual ones. */
export const toQuery = ({ since, until, conditions }, fields) => ({
  ...(since && { since }),
  ...(until && { until }),
  ...(conditions.length > 0 && { where: stringify(conditions) }),
  ...(fields && { fields: stringify(fields) }),
});

const isCondition = (each) =>
  typeof each?.field === 'string' &&
  Object.keys(each).length === 2 &&
  OPERATORS.some((operator) => operator in each);

function list(text, isElement) {
  const found = parse(text);
  if (!Array.isArray(found) || !found.every(isElement)) {
    throw new SyntaxError('it is not a list of them');
  }
  return found;
}

/**
 * The filter and fields in the query of an address. Throws for what it does not understand, since a
 * condition that is left out would select more executions than were meant.
 */
export function fromQuery(search) {
  const given = [...new URLSearchParams(search)];
  const query = Object.fromEntries(given);
  const { since = '', until = '', where, fields } = query;
  const unknown = Object.keys(query).find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) {
    throw new Error(`The address of this page has the parameter ${unknown}, which is none of a filter.`);
  }
  try {
    if (given.length > Object.keys(query).length) {
      throw new SyntaxError('a parameter is given twice');
    }
    [since, until].filter(Boolean).forEach((at) => new Date(at).toISOString());
    return {
      filter: { since, until, conditions: where === undefined ? [] : list(where, isCondition) },
      fields: fields === undefined ? null : list(fields, (each) => typeof each === 'string'),
    };
  } catch (failure) {
    throw new Error(`The filter in the address of this page cannot be read: ${failure.message}.`);
  }
}
