package io.spillway.api.http.server;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;

/** A connection and its uncompleted requests; HTTP/1 has one at a time. Times are ticks. */
final class TrackedConnection {
  private final HttpConnection connection;
  private final UnsentBytes unsent;
  private final List<PendingRequest> more = new ArrayList<>(0);
  private PendingRequest last = new PendingRequest();
  private boolean any;
  private int quietSince;
  private int progressedAt;
  private long written;

  TrackedConnection(HttpConnection connection, int openedAt) {
    this.connection = connection;
    this.unsent = new UnsentBytes(connection);
    this.quietSince = openedAt;
    this.progressedAt = openedAt;
  }

  /** The headers of a request have been received. */
  void add(HttpServerRequest request, int now) {
    any = true;
    quietSince = now;
    if (request.version() == HttpVersion.HTTP_2 && !last.isCompleted()) {
      more.add(last);
      last = new PendingRequest();
    }
    last.set(request, now);
  }

  /** Whether it is to be closed. To be called at every tick. */
  boolean isOverdue(int now, int requestTicks, int idleTicks) {
    more.removeIf(PendingRequest::isCompleted);
    boolean isQuiet = more.isEmpty() && last.isCompleted() && unsent.isEmpty();
    if (!isQuiet) {
      quietSince = now;
    }
    return last.isOverdue(now, requestTicks)
        || more.stream().anyMatch(pending -> pending.isOverdue(now, requestTicks))
        || now - quietSince > (any ? idleTicks : requestTicks)
        || isStalled(now, idleTicks);
  }

  /** Closes the connection, also if its client does not read. */
  void close() {
    if (unsent.isEmpty()) {
      connection.close();
    } else {
      unsent.discard();
    }
  }

  /** Whether the client has taken nothing for so long of what there is to send. */
  private boolean isStalled(int now, int idleTicks) {
    boolean tookBytes = unsent.hasShrunk();
    long nowWritten =
        last.bytesWritten() + more.stream().mapToLong(PendingRequest::bytesWritten).sum();
    // With HTTP/2, a response may wait for the client although the socket takes everything.
    boolean tookFrames = unsent.isEmpty() && nowWritten != written;
    written = nowWritten;
    if (tookBytes || tookFrames || !hasUnsent()) {
      progressedAt = now;
    }
    return now - progressedAt > idleTicks;
  }

  private boolean hasUnsent() {
    return !unsent.isEmpty()
        || last.hasUnsent()
        || more.stream().anyMatch(PendingRequest::hasUnsent);
  }
}
