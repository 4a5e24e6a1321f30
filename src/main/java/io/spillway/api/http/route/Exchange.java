package io.spillway.api.http.route;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;

/**
 * A request with its answer, and what is noted about it on its way. Owned by the request's event
 * loop.
 */
public final class Exchange {
  private static final String KEY = "spillway.exchange";
  private static final String UNKNOWN = "unknown";

  private final HttpServerRequest request;
  private final Timer.Sample started;
  private String operation = UNKNOWN;
  private boolean admitted;
  private long admittedBytes;
  private Optional<Runnable> atEnd = Optional.empty();
  private boolean over;

  Exchange(HttpServerRequest request, Timer.Sample started) {
    this.request = request;
    this.started = started;
  }

  /** The exchange of a request that came in by the router. */
  public static Exchange of(RoutingContext context) {
    return Objects.requireNonNull(context.get(KEY), KEY);
  }

  /** The operation of a request, also of one that failed before it came in. */
  public static String operationOf(RoutingContext context) {
    Exchange exchange = context.get(KEY);
    return exchange == null ? UNKNOWN : exchange.operation();
  }

  void attachTo(RoutingContext context) {
    context.put(KEY, this);
  }

  HttpServerRequest request() {
    return request;
  }

  public HttpServerResponse response() {
    return request.response();
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

  public void matched(String operationId) {
    operation = operationId;
  }

  /** The gate let the request in, with so many bytes. */
  void admitted(long bytes) {
    admitted = true;
    admittedBytes = bytes;
  }

  public boolean isAdmitted() {
    return admitted;
  }

  long admittedBytes() {
    return admittedBytes;
  }

  /** Has this done once the answer is sent or the client is gone. For one at most. */
  public void atEnd(Runnable end) {
    atEnd = Optional.of(end);
  }

  /**
   * Notes that the answer is sent or the client is gone, of which the server may tell in more than
   * one way.
   *
   * @return false if it was noted before
   */
  boolean end() {
    if (over) {
      return false;
    }
    over = true;
    atEnd.ifPresent(Runnable::run);
    return true;
  }
}
