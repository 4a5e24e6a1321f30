package io.spillway.api.http.server;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;

/** A connection and its uncompleted requests; HTTP/1 has one at a time. Times are ticks. */
final class TrackedConnection {
  /** Streams of HTTP/2 at a time; the server's SETTINGS allow as many. */
  static final int MAX_STREAMS = 100;

  /** Bytes of a response that a client takes in a second, on average over {@link #RATE_TICKS}. */
  static final long MIN_RATE = 8_192;

  static final int RATE_TICKS = 60;

  private final HttpConnection connection;
  private final UnsentBytes unsent;
  private final List<PendingRequest> more = new ArrayList<>(0);
  private PendingRequest last = new PendingRequest();
  private boolean any;
  private int quietSince;
  private int progressedAt;
  private int slowSince;
  private boolean waited;
  private long taken;
  private long written;

  TrackedConnection(HttpConnection connection, int openedAt) {
    this.connection = connection;
    this.unsent = new UnsentBytes(connection);
    this.quietSince = openedAt;
    this.progressedAt = openedAt;
    this.slowSince = openedAt;
  }

  /**
   * The headers of a request have been received.
   *
   * @return whether it is one of those that the client may have at a time: until a client has
   *     acknowledged the SETTINGS, nobody else counts
   */
  boolean add(HttpServerRequest request, int now) {
    any = true;
    quietSince = now;
    if (request.version() == HttpVersion.HTTP_2 && !last.isCompleted()) {
      if (more.size() + 1 >= MAX_STREAMS) {
        more.removeIf(PendingRequest::isCompleted);
      }
      if (more.size() + 1 >= MAX_STREAMS) {
        return false;
      }
      more.add(last);
      last = new PendingRequest();
    }
    last.set(request, now);
    return true;
  }

  /** Whether it is to be closed. To be called at every tick. */
  boolean isOverdue(int now, int requestTicks, int idleTicks) {
    if (!isQuiet()) {
      quietSince = now;
    }
    return last.isOverdue(now, requestTicks)
        || more.stream().anyMatch(pending -> pending.isOverdue(now, requestTicks))
        || now - quietSince > (any ? idleTicks : requestTicks)
        || isTooSlow(now, idleTicks);
  }

  /** Whether no request is received or worked on, and no response is sent. */
  boolean isQuiet() {
    more.removeIf(PendingRequest::isCompleted);
    return more.isEmpty() && last.isCompleted() && unsent.isEmpty();
  }

  /** Closes the connection, also if its client does not read. */
  void close() {
    if (unsent.isEmpty()) {
      connection.close();
    } else {
      unsent.discard();
    }
  }

  /**
   * Whether the client has taken nothing for {@code idleTicks} of what there is to send, or less
   * than {@link #MIN_RATE} for {@link #RATE_TICKS}: what it does not take stays in memory.
   */
  private boolean isTooSlow(int now, int idleTicks) {
    long tookBytes = unsent.taken();
    long nowWritten =
        last.bytesWritten() + more.stream().mapToLong(PendingRequest::bytesWritten).sum();
    // With HTTP/2, a response may wait for the client although the socket takes everything.
    long tookFrames = unsent.isEmpty() ? Math.abs(nowWritten - written) : 0;
    written = nowWritten;
    boolean waits = hasUnsent();
    taken += tookBytes + tookFrames;
    if (tookBytes + tookFrames > 0 || !waits || !waited) {
      progressedAt = now;
    }
    waited = waits;
    if (!waits || taken >= MIN_RATE * RATE_TICKS) {
      slowSince = now;
      taken = 0;
    }
    return now - progressedAt > idleTicks || now - slowSince > RATE_TICKS;
  }

  private boolean hasUnsent() {
    return !unsent.isEmpty()
        || last.hasUnsent()
        || more.stream().anyMatch(PendingRequest::hasUnsent);
  }
}
