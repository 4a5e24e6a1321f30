package io.spillway.api.http.server;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Tracks the connections of one server instance: refuses those beyond the limit, and closes those
 * whose requests take too long to be received (slow-loris). The idle timeout of Vert.x covers only
 * connections without any traffic. Owned by one event loop.
 *
 * <p>Time is counted in ticks of one second, so that a request costs one map look-up.
 */
final class ConnectionTracker {
  private final ConnectionLimit limit;
  private final int requestTicks;
  private final int idleTicks;
  private final IdentityHashMap<HttpConnection, PendingRequests> open = new IdentityHashMap<>();
  private int now;

  /**
   * @param limit shared by all instances of the node
   * @param requestTicks maximum time to receive a request, and from the opening of a connection to
   *     the headers of its first request
   * @param idleTicks maximum time from the end of a response to the headers of the next request
   */
  ConnectionTracker(ConnectionLimit limit, int requestTicks, int idleTicks) {
    this.limit = limit;
    this.requestTicks = requestTicks;
    this.idleTicks = idleTicks;
  }

  void opened(HttpConnection connection) {
    if (!limit.tryOpen()) {
      connection.close();
      return;
    }
    open.put(connection, new PendingRequests(now));
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          limit.closed();
        });
  }

  /** The headers of a request have been received. */
  void arrived(HttpServerRequest request) {
    PendingRequests requests = open.get(request.connection());
    if (requests != null) {
      requests.add(request, now);
    }
  }

  /** Advances the time by a second and closes overdue connections. */
  void tick() {
    now++;
    List<HttpConnection> overdue = new ArrayList<>();
    open.forEach(
        (connection, requests) -> {
          if (requests.isOverdue(now, requestTicks, idleTicks)) {
            overdue.add(connection);
          }
        });
    // Closing a connection modifies the map.
    overdue.forEach(HttpConnection::close);
  }

  /** The uncompleted requests of one connection; HTTP/1 has one at a time. */
  private static final class PendingRequests {
    private final List<PendingRequest> more = new ArrayList<>(0);
    private PendingRequest last;
    private boolean any;
    private int quietSince;

    PendingRequests(int openedAt) {
      quietSince = openedAt;
      last = new PendingRequest();
    }

    void add(HttpServerRequest request, int now) {
      any = true;
      quietSince = now;
      if (request.version() == HttpVersion.HTTP_2 && !last.isCompleted()) {
        more.add(last);
        last = new PendingRequest();
      }
      last.set(request, now);
    }

    boolean isOverdue(int now, int requestTicks, int idleTicks) {
      more.removeIf(PendingRequest::isCompleted);
      boolean quiet = more.isEmpty() && last.isCompleted();
      if (!quiet) {
        quietSince = now;
      }
      return last.isOverdue(now, requestTicks)
          || more.stream().anyMatch(pending -> pending.isOverdue(now, requestTicks))
          || now - quietSince > (any ? idleTicks : requestTicks);
    }
  }
}
