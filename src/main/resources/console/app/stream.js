// Server-sent events by fetch, since an EventSource cannot send the header Authorization.
import * as api from './api.js';
import { parse } from './json.js';
import { pause } from './poll.js';

const RETRY_MS = 1000;

/** Parses chunks of text, and passes on the data of every complete event. */
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
        onData(parse(data));
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
 * Reads a stream until `isLast` accepts an event. An interrupted stream is opened again; its first
 * event has the current state.
 */
export async function follow(path, onEvent, isLast, { signal, onLost }) {
  let ended = false;
  while (!ended && !signal.aborted) {
    try {
      await readOnce(
        path,
        (event) => {
          ended = isLast(event);
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
    if (!ended) {
      await pause(RETRY_MS, signal);
    }
  }
}
