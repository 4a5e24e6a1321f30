package io.spillway.api.http.server;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tracks the connections of one server instance: for one beyond the limit it closes the oldest that
 * is quiet, so that idle connections never keep a client or a probe out. It also closes those whose
 * requests take too long to be received (slow-loris), that have no request for too long, or whose
 * client does not take a response. However long a request is worked on, its connection is neither:
 * the idle timeout of Vert.x, which counts bytes, would close it. Owned by one event loop.
 *
 * <p>Time is counted in ticks of one second, so that a request costs one map look-up.
 */
final class ConnectionTracker {
  private final ConnectionLimit limit;
  private final int requestTicks;
  private final int idleTicks;

  /** In the order of their opening. */
  private final Map<HttpConnection, TrackedConnection> open = new LinkedHashMap<>();

  private int now;

  /**
   * @param limit shared by all instances of the node
   * @param requestTicks maximum time to receive a request, and from the opening of a connection to
   *     the headers of its first request
   * @param idleTicks maximum time from the end of a response to the headers of the next request,
   *     and without progress in sending a response
   */
  ConnectionTracker(ConnectionLimit limit, int requestTicks, int idleTicks) {
    this.limit = limit;
    this.requestTicks = requestTicks;
    this.idleTicks = idleTicks;
  }

  void opened(HttpConnection connection) {
    if (!limit.tryOpen() && !replaceOldest()) {
      connection.close();
      return;
    }
    IdleBeforeHttp.endFor(connection);
    open.put(connection, new TrackedConnection(connection, now));
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          limit.closed();
        });
  }

  /** Closes the oldest connection that is quiet, and counts another in its place. */
  private boolean replaceOldest() {
    Optional<TrackedConnection> oldest =
        open.values().stream().filter(TrackedConnection::isQuiet).findFirst();
    oldest.ifPresent(
        quiet -> {
          limit.open();
          quiet.close();
        });
    return oldest.isPresent();
  }

  /**
   * The headers of a request have been received.
   *
   * @return false if its connection has too many requests at a time
   */
  boolean arrived(HttpServerRequest request) {
    TrackedConnection tracked = open.get(request.connection());
    return tracked == null || tracked.add(request, now);
  }

  /** Advances the time by a second and closes overdue connections. */
  void tick() {
    now++;
    // Closing a connection modifies the map.
    List<TrackedConnection> overdue =
        open.values().stream()
            .filter(tracked -> tracked.isOverdue(now, requestTicks, idleTicks))
            .toList();
    overdue.forEach(TrackedConnection::close);
  }
}
