// Server-sent events by fetch, since an EventSource cannot send the header Authorization.
import * as api from './api.js';
import { pause } from './poll.js';

const AGAIN_MS = 1000;

/** Takes text in pieces, and gives the data of every event that is complete. */
export function eventReader(onData) {
  let rest = '';
  return (text) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n');
      if (data) {
        onData(JSON.parse(data));
      }
    }
  };
}

async function readOnce(path, onData, signal) {
  const response = await api.open('GET', path, {
    signal,
    headers: { Accept: 'text/event-stream' },
  });
  const read = eventReader(onData);
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    read(decoder.decode(value, { stream: true }));
  }
}

/**
 * Follows a stream to its end, which `isLast` tells. A stream that breaks off is opened again: the
 * first event of the new one catches up.
 */
export async function follow(path, onEvent, isLast, { signal, onLost }) {
  let over = false;
  while (!over && !signal.aborted) {
    try {
      await readOnce(
        path,
        (event) => {
          over = isLast(event);
          onEvent(event);
        },
        signal,
      );
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      if (failure.status >= 400 && failure.status < 500) {
        throw failure;
      }
      onLost(failure);
    }
    if (!over) {
      await pause(AGAIN_MS, signal);
    }
  }
}
