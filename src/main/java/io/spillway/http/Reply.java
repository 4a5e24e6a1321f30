package io.spillway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** The answer to a request that succeeded. */
sealed interface Reply {
  CharSequence JSON = HttpHeaders.createOptimized("application/json");

  /** An answer without content, {@code {}}. */
  Reply EMPTY = ok(Buffer.buffer("{}"));

  /** An answer in one piece. */
  record Whole(int status, CharSequence contentType, Buffer body) implements Reply {}

  /** An answer that its sender writes and ends by itself. */
  record Streamed(Stream stream) implements Reply {}

  /** Writes a response, from its headers to its end. */
  @FunctionalInterface
  interface Stream {
    void startOn(Exchange exchange);
  }

  static Reply ok(Buffer json) {
    return new Whole(200, JSON, json);
  }

  /** An answer with these members. */
  static Reply ok(JsonText.Members members) {
    return ok(JsonText.object(members));
  }
}
