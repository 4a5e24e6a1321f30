// Keys that let the server recognize a request that is sent again (Idempotency-Key).

import { stringify } from './json.js';
import { randomHex } from './random.js';

/**
 * For one dialog or form: a function that returns the key of a request by its content. The same
 * content has the same key, so that a second click after a lost answer does not do it twice; other
 * content has another key, since it is another request.
 */
export function requestKeys() {
  const keys = new Map();
  return (content) => {
    const text = stringify(content);
    if (!keys.has(text)) {
      keys.set(text, randomHex());
    }
    return keys.get(text);
  };
}
