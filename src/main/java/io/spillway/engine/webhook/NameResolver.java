package io.spillway.engine.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;

/** Looks up the addresses of a name. */
@FunctionalInterface
interface NameResolver {
  /** All addresses, at least one; fails with {@link java.net.UnknownHostException}. */
  Future<List<InetAddress>> resolve(String host);

  /** By the resolver of the system, on threads of its own: a look-up may hang for seconds. */
  static NameResolver ofSystem(Vertx vertx) {
    WorkerExecutor threads = vertx.createSharedWorkerExecutor("spillway-egress-names", 8);
    return host -> threads.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false);
  }
}
