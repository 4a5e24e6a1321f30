package io.spillway.http;

import io.micrometer.core.instrument.Timer;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** What is noted about a request while it is on its way. Owned by the request's event loop. */
final class Exchange {
  private static final String KEY = "spillway.exchange";
  private static final String UNKNOWN = "unknown";

  private final Timer.Sample started;
  private String operation = UNKNOWN;

  Exchange(Timer.Sample started) {
    this.started = started;
  }

  /** The exchange of a request that came in by {@link Admission}. */
  static Exchange of(RoutingContext context) {
    return Objects.requireNonNull(context.get(KEY), KEY);
  }

  /** The operation of a request, also of one that failed before it came in. */
  static String operationOf(RoutingContext context) {
    Exchange exchange = context.get(KEY);
    return exchange == null ? UNKNOWN : exchange.operation();
  }

  void attachTo(RoutingContext context) {
    context.put(KEY, this);
  }

  Timer.Sample started() {
    return started;
  }

  /** The operation that the request matched, {@code unknown} before it did. */
  String operation() {
    return operation;
  }

  boolean isMatched() {
    return !operation.equals(UNKNOWN);
  }

  void matched(String operationId) {
    operation = operationId;
  }
}
