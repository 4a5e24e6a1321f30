// Keys that let the server recognize a request that is sent again (Idempotency-Key).

// Not randomUUID, which browsers do not offer to pages without TLS.
const random = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

/**
 * For one dialog or form: a function that returns the key of a request by its content. The same
 * content has the same key, so that a second click after a lost answer does not do it twice; other
 * content has another key, since it is another request.
 */
export function requestKeys() {
  const keys = new Map();
  return (content) => {
    const text = JSON.stringify(content);
    if (!keys.has(text)) {
      keys.set(text, random());
    }
    return keys.get(text);
  };
}
