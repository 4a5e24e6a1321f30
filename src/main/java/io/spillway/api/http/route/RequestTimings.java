package io.spillway.api.http.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The timer {@code spillway.http.requests}, by route, method and status. Thread-safe. */
public final class RequestTimings {
  private final MeterRegistry registry;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  public RequestTimings(MeterRegistry registry) {
    this.registry = registry;
  }

  Timer.Sample start() {
    return Timer.start(registry);
  }

  /**
   * Records one request.
   *
   * @param method as sent; recorded as OTHER if no route matched, so that clients cannot create new
   *     series
   */
  void record(Exchange exchange, String method, int status) {
    Key key = new Key(exchange.operation(), exchange.isMatched() ? method : "OTHER", status);
    exchange.started().stop(timers.computeIfAbsent(key, this::timer));
  }

  private Timer timer(Key key) {
    return Timer.builder("spillway.http.requests")
        .description("HTTP requests, from the last header to the end of the response")
        .tag("route", key.route)
        .tag("method", key.method)
        .tag("status", Integer.toString(key.status))
        .register(registry);
  }

  private record Key(String route, String method, int status) {}
}
