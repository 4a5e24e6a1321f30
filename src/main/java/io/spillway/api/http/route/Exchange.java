package io.spillway.api.http.route;

import io.micrometer.core.instrument.Timer;
import io.spillway.api.http.json.Refusals;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An HTTP request, its response, and its state: matched operation, admission, memory, end. Owned by
 * the request's event loop, except {@link #hold} and {@link #isEnded}.
 */
public final class Exchange {
  private static final String KEY = "spillway.exchange";
  private static final String UNKNOWN = "unknown";

  private final HttpServerRequest request;
  private final Timer.Sample started;
  private String operation = UNKNOWN;
  private final MemoryBudget memory;
  private final ReadTurns reads;
  private final Deque<Runnable> atEnd = new ArrayDeque<>(2);
  private final List<Long> held = new ArrayList<>(2);
  private String client = "";
  private boolean released;
  private Optional<Runnable> endHandler = Optional.empty();
  private volatile boolean ended;

  Exchange(HttpServerRequest request, Timer.Sample started, RequestGate gate) {
    this.request = request;
    this.memory = gate.memory();
    this.reads = gate.reads();
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

  /** Whether the response is sent or the client has left. Any thread. */
  public boolean isEnded() {
    return ended;
  }

  boolean isMatched() {
    return !operation.equals(UNKNOWN);
  }

  public void matched(String operationId) {
    operation = operationId;
  }

  /** Undoes something at the end of the exchange, the latest first. */
  void atEnd(Runnable undo) {
    atEnd.push(undo);
  }

  /**
   * Takes memory until the end of the exchange. Any thread.
   *
   * @throws io.spillway.domain.automation.RefusedException (UNAVAILABLE) if there is no room
   */
  public void hold(long bytes) {
    if (!memory.tryTake(client, bytes)) {
      throw Refusals.overloaded();
    }
    synchronized (this) {
      if (!released) {
        held.add(bytes);
        return;
      }
    }
    memory.give(client, bytes);
  }

  /** Makes a read when it is the turn of this client, unless the exchange has ended by then. */
  <T> Future<T> inTurn(Context context, Supplier<Future<T>> read) {
    return reads.run(
        client,
        context,
        () -> ended ? Future.failedFuture(new ClosedChannelException()) : read.get());
  }

  private synchronized void release() {
    released = true;
    held.forEach(bytes -> memory.give(client, bytes));
    held.clear();
  }

  /** The caller is known; before anything is held. */
  void calledBy(String clientId) {
    client = clientId;
  }

  /**
   * Takes memory that may be needed longer than the exchange: that of a response.
   *
   * @return how to give it back; empty if there is no room
   */
  Optional<Runnable> tryTake(long bytes) {
    String of = client;
    return memory.tryTake(of, bytes) ? Optional.of(() -> memory.give(of, bytes)) : Optional.empty();
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
    atEnd.forEach(Runnable::run);
    release();
    endHandler.ifPresent(Runnable::run);
    return true;
  }
}
