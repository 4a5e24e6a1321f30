package io.spillway.api.http.route;

import io.vertx.core.Future;
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

  /** A chunk and what is written of it, in bytes. */
  private static final long MEMORY = 512 << 10;

  private static final CharSequence NDJSON = HttpHeaders.createOptimized("application/x-ndjson");

  private final ApiRequest request;
  private final Optional<Buffer> first;
  private ChunkSource source;
  private boolean gzip;
  private boolean awaitingDrain;
  private boolean reading;
  private boolean ended;

  private NdjsonStream(ApiRequest request, Optional<Buffer> first, ChunkSource source) {
    this.request = request;
    this.first = first;
    this.source = source;
  }

  /** Produces the lines of a response. */
  @FunctionalInterface
  public interface ChunkSource extends AutoCloseable {
    /** The next chunk of complete lines; empty at the end. Blocks; never called concurrently. */
    Optional<Buffer> next();

    /** Called when no further chunk is needed, never during {@link #next}. */
    @Override
    default void close() {}
  }

  /** A streamed reply. If reading the first chunk fails, the future fails. */
  public static Future<Reply> reply(ApiRequest request, ChunkSource source) {
    request.hold(MEMORY);
    return BlockingReads.read(request, () -> firstOf(source))
        .map(first -> new Reply.Streamed(NDJSON, new NdjsonStream(request, first, source)));
  }

  /** Chunks up to the size from which responses are compressed. */
  private static Optional<Buffer> firstOf(ChunkSource source) {
    Buffer first = Buffer.buffer();
    Optional<Buffer> next = source.next();
    while (next.isPresent()) {
      first.appendBuffer(next.get());
      next = first.length() > ContentCoding.MAX_PLAIN ? Optional.empty() : source.next();
    }
    return first.length() == 0 ? Optional.empty() : Optional.of(first);
  }

  @Override
  public void setHeaders(Exchange exchange) {
    boolean isLong = first.isPresent() && first.get().length() > ContentCoding.MAX_PLAIN;
    gzip = isLong && ContentCoding.negotiateGzip(exchange.request());
  }

  @Override
  public void startOn(Exchange exchange) {
    HttpServerResponse response = exchange.response();
    exchange.onEnd(this::onEnd);
    response.drainHandler(drained -> onDrained(response));
    if (gzip) {
      source = new GzipChunks(new Prepended(first, source));
      readNext(response);
    } else {
      onChunk(response, first);
    }
  }

  private void onEnd() {
    ended = true;
    if (!reading) {
      source.close();
    }
  }

  private void onDrained(HttpServerResponse response) {
    if (awaitingDrain) {
      awaitingDrain = false;
      readNext(response);
    }
  }

  private void onChunk(HttpServerResponse response, Optional<Buffer> chunk) {
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
    reading = true;
    BlockingReads.read(request, source::next)
        .onComplete(
            read -> {
              reading = false;
              if (ended) {
                source.close();
              } else if (read.succeeded()) {
                onChunk(response, read.result());
              } else {
                LOG.warn("reset a truncated NDJSON response: {}", read.cause().getMessage());
                response.reset();
              }
            });
  }

  /** A chunk that was read before, and those that follow. */
  private static final class Prepended implements ChunkSource {
    private final ChunkSource rest;
    private Optional<Buffer> first;

    Prepended(Optional<Buffer> first, ChunkSource rest) {
      this.first = first;
      this.rest = rest;
    }

    @Override
    public Optional<Buffer> next() {
      Optional<Buffer> before = first;
      first = Optional.empty();
      return before.isPresent() ? before : rest.next();
    }

    @Override
    public void close() {
      rest.close();
    }
  }
}
