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
 * Sends lines of JSON (NDJSON) as fast as the client takes them: the next piece is read when there
 * is room for it, so one piece is in memory however long the answer is. It ends when the client
 * leaves. Where reading fails in the middle, the answer is cut off, so that nobody takes a part for
 * the whole. Owned by one event loop.
 */
public final class NdjsonStream implements Reply.Stream {
  private static final Logger LOG = LoggerFactory.getLogger(NdjsonStream.class);
  private static final CharSequence NDJSON = HttpHeaders.createOptimized("application/x-ndjson");

  private final Vertx vertx;
  private final Optional<Buffer> first;
  private final Lines lines;
  private boolean waiting;
  private boolean over;

  private NdjsonStream(Vertx vertx, Optional<Buffer> first, Lines lines) {
    this.vertx = vertx;
    this.first = first;
    this.lines = lines;
  }

  /** Where lines come from. */
  @FunctionalInterface
  public interface Lines {
    /** The next piece, whole lines; empty after the last. Blocks; asked by one at a time. */
    Optional<Buffer> next();
  }

  /** An answer of these lines. If not even the first can be read, that is the answer. */
  public static Future<Reply> reply(Vertx vertx, Lines lines) {
    return BlockingReads.read(vertx, lines::next)
        .map(first -> new Reply.Streamed(NDJSON, new NdjsonStream(vertx, first, lines)));
  }

  @Override
  public void startOn(Exchange exchange) {
    HttpServerResponse response = exchange.response();
    exchange.atEnd(() -> over = true);
    response.drainHandler(drained -> onRoom(response));
    onPiece(response, first);
  }

  private void onRoom(HttpServerResponse response) {
    if (waiting) {
      waiting = false;
      readMore(response);
    }
  }

  private void onPiece(HttpServerResponse response, Optional<Buffer> piece) {
    if (over) {
      return;
    }
    if (piece.isEmpty()) {
      over = true;
      response.end();
      return;
    }
    response.write(piece.get());
    if (response.writeQueueFull()) {
      waiting = true;
    } else {
      readMore(response);
    }
  }

  private void readMore(HttpServerResponse response) {
    if (over) {
      return;
    }
    BlockingReads.read(vertx, lines::next)
        .onSuccess(piece -> onPiece(response, piece))
        .onFailure(
            cause -> {
              LOG.warn("an answer in lines is cut off: {}", cause.getMessage());
              response.reset();
            });
  }
}
