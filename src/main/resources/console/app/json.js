// JSON whose numbers keep their digits. JSON.parse reads numbers as doubles: 1970670598291982291 would
// become 1970670598291982300, and 1e400 infinite.
import { randomHex } from './random.js';

/** A number by its JSON text. In arithmetic it is the nearest double. */
export class Numeral {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }

  valueOf() {
    return Number(this.text);
  }
}

// Begins the strings that stand for numbers on the way through JSON.parse and JSON.stringify. Random,
// so that no string of a document begins like it.
const MARK = randomHex();
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g');
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const isKept = (token) => token[0] === '"' || String(Number(token)) === token;

const revive = (key, value) =>
  typeof value === 'string' && value.startsWith(MARK) ? new Numeral(value.slice(MARK.length)) : value;

/** A number that a double would print differently is read as a Numeral. */
export function parse(text) {
  // Also throws for what is not JSON, with the position in this text.
  const plain = JSON.parse(text);
  const marked = text.replace(STRING_OR_NUMBER, (token) => (isKept(token) ? token : `"${MARK}${token}"`));
  return marked === text ? plain : JSON.parse(marked, revive);
}

export function stringify(value, indent) {
  const text = JSON.stringify(value, (key, each) => (each instanceof Numeral ? MARK + each.text : each), indent);
  return text?.replace(MARKED, '$1');
}

/** The number that a text is in JSON; undefined if it is none. */
export const numberOf = (text) => (NUMBER.test(text) ? parse(text) : undefined);

/** Whether a value has no members: null, a string, a number, a boolean. */
export const isPlain = (value) => value === null || typeof value !== 'object' || value instanceof Numeral;
