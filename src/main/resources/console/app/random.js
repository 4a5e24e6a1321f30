// Random text. Not randomUUID, which browsers do not offer to pages without TLS.

/** 32 hexadecimal digits. */
export const randomHex = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
