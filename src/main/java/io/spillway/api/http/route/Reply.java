package io.spillway.api.http.route;

import io.spillway.api.http.json.JsonText;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** The answer to a request that succeeded. */
public sealed interface Reply {
  CharSequence JSON = HttpHeaders.createOptimized("application/json");

  /** An answer without content, {@code {}}. */
  Reply EMPTY = ok(Buffer.buffer("{}"));

  /** An answer in one piece. */
  record Whole(int status, CharSequence contentType, Buffer body) implements Reply {}

  /** A file, or that the client has it already. */
  record File(StaticFile file) implements Reply {}

  /** The browser is to go to another address, and may not keep that. */
  record Elsewhere(String location) implements Reply {}

  /** An answer that its sender writes piece by piece, and ends. */
  record Streamed(CharSequence contentType, Stream stream) implements Reply {}

  /** Writes the body of a response, to its end. */
  @FunctionalInterface
  interface Stream {
    void startOn(Exchange exchange);
  }

  public static Reply ok(Buffer json) {
    return new Whole(200, JSON, json);
  }

  /** An answer with these members. */
  public static Reply ok(JsonText.Members members) {
    return ok(JsonText.object(members));
  }
}
