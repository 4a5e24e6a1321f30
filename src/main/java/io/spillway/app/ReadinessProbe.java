package io.spillway.app;

import io.spillway.api.http.Readiness;
import io.spillway.api.http.route.RequestGate;
import io.spillway.engine.grid.Membership;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether the node is ready: it accepts requests, the store accepts writes, and the cluster has a
 * quorum. Damaged data are named, but leave it ready: every other node of the database has them
 * too, and most of them can be read.
 */
final class ReadinessProbe implements Supplier<Future<Readiness>> {
  private final StoreProbe store;
  private final RequestGate gate;
  private final Membership membership;
  private volatile boolean leaving;

  ReadinessProbe(StoreProbe store, RequestGate gate, Membership membership) {
    this.store = store;
    this.gate = gate;
    this.membership = membership;
  }

  /** Reports not ready from now on; requests are still accepted. */
  void leave() {
    leaving = true;
  }

  @Override
  public Future<Readiness> get() {
    String server = leaving || gate.isDraining() ? "the node is stopping" : StoreProbe.UP;
    String cluster = membership.hasQuorum() ? StoreProbe.UP : membership.quorumMessage();
    return store
        .get()
        .map(
            state ->
                new Readiness(
                    server.equals(StoreProbe.UP)
                        && state.equals(StoreProbe.UP)
                        && cluster.equals(StoreProbe.UP),
                    checks(server, state, cluster)));
  }

  private Map<String, String> checks(String server, String state, String cluster) {
    Map<String, String> checks =
        new HashMap<>(Map.of("server", server, "store", state, "cluster", cluster));
    store.damage().ifPresent(damage -> checks.put("data", "DEGRADED: " + damage));
    return checks;
  }
}
