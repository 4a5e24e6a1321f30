package io.spillway.api.http.route;

import io.spillway.api.http.json.JsonText;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** The response to a request that succeeded. */
public sealed interface Reply {
  CharSequence JSON = HttpHeaders.createOptimized("application/json");

  /** An empty object, {@code {}}. */
  Reply EMPTY = ok(Buffer.buffer("{}"));

  /** A body in memory. */
  record Buffered(int status, CharSequence contentType, Buffer body) implements Reply {}

  /**
   * A JSON body in memory whose sender wants to know whether the client got it. One of both is run,
   * once: got when the socket has taken it, else lost.
   */
  record Confirmed(Buffer body, Runnable got, Runnable lost) implements Reply {}

  /** A file, or 304 if the client has it already. */
  record File(StaticFile file) implements Reply {}

  /** A redirect that must not be cached. */
  record Redirect(String location) implements Reply {}

  /** A body that the stream writes in chunks, and ends. */
  record Streamed(CharSequence contentType, Stream stream) implements Reply {}

  /** Writes and ends the body of a response. */
  interface Stream {
    /** Sets headers of its own, also for a response without a body. */
    void setHeaders(Exchange exchange);

    void startOn(Exchange exchange);
  }

  public static Reply ok(Buffer json) {
    return new Buffered(200, JSON, json);
  }

  /** An object with these members. */
  public static Reply ok(JsonText.Members members) {
    return ok(JsonText.object(members));
  }
}
