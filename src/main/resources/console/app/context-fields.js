// Fields of contexts, named as in the API: a top-level field by its name, any other by its JSON pointer
// (RFC 6901), which begins with a slash.
import { isPlain, stringify } from './json.js';

const MAX_NAME = 1024;
const MAX_OFFERED = 200;
const MAX_CHOSEN = 5;

const escape = (key) => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The name of the field with these keys, the outermost first. */
export function fieldName(keys) {
  const [first] = keys;
  return keys.length === 1 && first !== '' && !first.startsWith('/')
    ? first
    : keys.map((key) => `/${escape(key)}`).join('');
}

/** Calls `visit` with the name and value of each plain value within objects. */
function eachPlain(object, visit, keys = []) {
  for (const [key, value] of Object.entries(object)) {
    const path = keys.concat(key);
    if (!isPlain(value)) {
      if (!Array.isArray(value)) {
        eachPlain(value, visit, path);
      }
    } else if (value !== null) {
      visit(fieldName(path), value);
    }
  }
}

function valuesByField(rows) {
  const seen = new Map();
  for (const { context } of rows) {
    eachPlain(context, (name, value) => {
      if (name.length <= MAX_NAME) {
        seen.set(name, (seen.get(name) ?? new Set()).add(stringify(value)));
      }
    });
  }
  return seen;
}

/** The fields with plain values. */
export const offeredFields = (rows) => [...valuesByField(rows).keys()].slice(0, MAX_OFFERED);

// A field with one value for all does not tell them apart.
const rankOf = (values) => (values.size === 1 ? Infinity : values.size);

/** The fields that are summarized unless the reader chooses: the fewest distinct values first. */
export const usualFields = (rows) =>
  [...valuesByField(rows)]
    // Fields that are different in most executions do not summarize anything.
    .filter(([, values]) => rows.length < 10 || values.size <= rows.length / 2)
    .sort(([, a], [, b]) => (rankOf(a) === rankOf(b) ? 0 : rankOf(a) - rankOf(b)))
    .slice(0, MAX_CHOSEN)
    .map(([name]) => name);
