package io.spillway.api.http.route;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams NDJSON with back-pressure: the next chunk is read when the write queue has room, so one
 * chunk is in memory at a time. The stream ends when the client disconnects. If reading fails after
 * the head is sent, the response is reset, so that a truncated response is not taken for a complete
 * one. Owned by one event loop.
 */
public final class NdjsonStream implements Reply.Stream {
  private static final Logger LOG = LoggerFactory.getLogger(NdjsonStream.class);
  private static final CharSequence NDJSON = HttpHeaders.createOptimized("application/x-ndjson");

  private final Vertx vertx;
  private final Optional<Buffer> first;
  private final ChunkSource source;
  private boolean awaitingDrain;
  private boolean ended;

  private NdjsonStream(Vertx vertx, Optional<Buffer> first, ChunkSource source) {
    this.vertx = vertx;
    this.first = first;
    this.source = source;
  }

  /** Produces the lines of a response. */
  @FunctionalInterface
  public interface ChunkSource {
    /** The next chunk of complete lines; empty at the end. Blocks; never called concurrently. */
    Optional<Buffer> next();
  }

  /** A streamed reply. If reading the first chunk fails, the future fails. */
  public static Future<Reply> reply(Vertx vertx, ChunkSource source) {
    return BlockingReads.read(vertx, source::next)
        .map(first -> new Reply.Streamed(NDJSON, new NdjsonStream(vertx, first, source)));
  }

  @Override
  public void startOn(Exchange exchange) {
    HttpServerResponse response = exchange.response();
    exchange.onEnd(() -> ended = true);
    response.drainHandler(drained -> onDrained(response));
    onChunk(response, first);
  }

  private void onDrained(HttpServerResponse response) {
    if (awaitingDrain) {
      awaitingDrain = false;
      readNext(response);
    }
  }

  private void onChunk(HttpServerResponse response, Optional<Buffer> chunk) {
    if (ended) {
      return;
    }
    if (chunk.isEmpty()) {
      ended = true;
      response.end();
      return;
    }
    response.write(chunk.get());
    if (response.writeQueueFull()) {
      awaitingDrain = true;
    } else {
      readNext(response);
    }
  }

  private void readNext(HttpServerResponse response) {
    if (ended) {
      return;
    }
    BlockingReads.read(vertx, source::next)
        .onSuccess(chunk -> onChunk(response, chunk))
        .onFailure(
            cause -> {
              LOG.warn("reset a truncated NDJSON response: {}", cause.getMessage());
              response.reset();
            });
  }
}
