package io.spillway.api.http.route;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;

/**
 * An HTTP request, its response, and its state: matched operation, admission, end. Owned by the
 * request's event loop.
 */
public final class Exchange {
  private static final String KEY = "spillway.exchange";
  private static final String UNKNOWN = "unknown";

  private final HttpServerRequest request;
  private final Timer.Sample started;
  private String operation = UNKNOWN;
  private boolean admitted;
  private long admittedBytes;
  private Optional<Runnable> endHandler = Optional.empty();
  private boolean ended;

  Exchange(HttpServerRequest request, Timer.Sample started) {
    this.request = request;
    this.started = started;
  }

  /** The exchange of a request that passed the router. */
  public static Exchange of(RoutingContext context) {
    return Objects.requireNonNull(context.get(KEY), KEY);
  }

  /** The operation of a request, {@code unknown} if it failed before it had an exchange. */
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

  /** The operation that the request matched, {@code unknown} until then. */
  String operation() {
    return operation;
  }

  boolean isMatched() {
    return !operation.equals(UNKNOWN);
  }

  public void matched(String operationId) {
    operation = operationId;
  }

  /** The gate admitted the request, reserving {@code bytes}. */
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

  /** Registers the single completion callback, run when the response is sent or the client left. */
  public void onEnd(Runnable handler) {
    endHandler = Optional.of(handler);
  }

  /**
   * Marks the exchange as ended: the response is sent or the client left. Vert.x may report this
   * more than once.
   *
   * @return false if it was already marked
   */
  boolean markEnded() {
    if (ended) {
      return false;
    }
    ended = true;
    endHandler.ifPresent(Runnable::run);
    return true;
  }
}
