package io.spillway.app;

import io.spillway.api.http.Readiness;
import io.spillway.api.http.route.RequestGate;
import io.spillway.engine.grid.Membership;
import io.spillway.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether the node is ready: it accepts requests, the store accepts writes, and the cluster has a
 * quorum. The store is checked at most once a second.
 */
final class ReadinessProbe implements Supplier<Future<Readiness>> {
  private static final long VALID_MILLIS = 1_000;
  private static final String UP = "UP";

  private final Vertx vertx;
  private final Store store;
  private final RequestGate gate;
  private final Membership membership;
  private final Clock clock;
  private volatile boolean leaving;
  private Future<String> storeState = Future.succeededFuture(UP);
  private long checkedAtMillis;

  ReadinessProbe(Vertx vertx, Store store, RequestGate gate, Membership membership, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.gate = gate;
    this.membership = membership;
    this.clock = clock;
  }

  /** Reports not ready from now on; requests are still accepted. */
  void leave() {
    leaving = true;
  }

  @Override
  public Future<Readiness> get() {
    String server = leaving || gate.isDraining() ? "the node is stopping" : UP;
    String cluster = membership.hasQuorum() ? UP : membership.quorumMessage();
    return storeState()
        .map(
            state ->
                new Readiness(
                    server.equals(UP) && state.equals(UP) && cluster.equals(UP),
                    Map.of("server", server, "store", state, "cluster", cluster)));
  }

  private synchronized Future<String> storeState() {
    long now = clock.millis();
    if (storeState.isComplete() && Math.abs(now - checkedAtMillis) >= VALID_MILLIS) {
      checkedAtMillis = now;
      storeState =
          vertx
              .executeBlocking(
                  () -> {
                    store.check();
                    return UP;
                  },
                  false)
              .otherwise("the store does not accept writes");
    }
    return storeState;
  }
}
