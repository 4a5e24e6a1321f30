package io.spillway.api.http.server;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The connections of one server instance: refuses those beyond a limit, and ends those whose
 * requests take too long to arrive, however steadily single bytes come. The idle timeout sees only
 * those on which nothing comes at all. Owned by one event loop.
 *
 * <p>Time is counted in ticks of a timer, one a second, so that a request costs one look-up here.
 */
final class Connections {
  private final ConnectionLimit limit;
  private final int requestTicks;
  private final int idleTicks;
  private final IdentityHashMap<HttpConnection, Arrivals> open = new IdentityHashMap<>();
  private int now;

  /**
   * @param limit shared by all instances of the node
   * @param requestTicks that a request may take to arrive, and a new connection to send the headers
   *     of its first
   * @param idleTicks from the end of an answer to the headers of the next request
   */
  Connections(ConnectionLimit limit, int requestTicks, int idleTicks) {
    this.limit = limit;
    this.requestTicks = requestTicks;
    this.idleTicks = idleTicks;
  }

  void opened(HttpConnection connection) {
    if (!limit.tryOpen()) {
      connection.close();
      return;
    }
    open.put(connection, new Arrivals(now));
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          limit.closed();
        });
  }

  /** The headers of a request are there, its body may follow. */
  void arrived(HttpServerRequest request) {
    Arrivals arrivals = open.get(request.connection());
    if (arrivals != null) {
      arrivals.add(request, now);
    }
  }

  /** Another second has passed. */
  void tick() {
    now++;
    List<HttpConnection> overdue = new ArrayList<>();
    open.forEach(
        (connection, arrivals) -> {
          if (arrivals.isOverdue(now, requestTicks, idleTicks)) {
            overdue.add(connection);
          }
        });
    // Closing one changes the map.
    overdue.forEach(HttpConnection::close);
  }

  /** The requests of one connection that are not over; of HTTP/1 there is one at a time. */
  private static final class Arrivals {
    private final List<Arrival> more = new ArrayList<>(0);
    private Arrival last;
    private boolean any;
    private int quietSince;

    Arrivals(int openedAt) {
      quietSince = openedAt;
      last = new Arrival();
    }

    void add(HttpServerRequest request, int now) {
      any = true;
      quietSince = now;
      if (request.version() == HttpVersion.HTTP_2 && !last.isOver()) {
        more.add(last);
        last = new Arrival();
      }
      last.is(request, now);
    }

    boolean isOverdue(int now, int requestTicks, int idleTicks) {
      more.removeIf(Arrival::isOver);
      boolean quiet = more.isEmpty() && last.isOver();
      if (!quiet) {
        quietSince = now;
      }
      return last.isOverdue(now, requestTicks)
          || more.stream().anyMatch(arrival -> arrival.isOverdue(now, requestTicks))
          || now - quietSince > (any ? idleTicks : requestTicks);
    }
  }
}
