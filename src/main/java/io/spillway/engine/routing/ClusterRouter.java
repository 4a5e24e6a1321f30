package io.spillway.engine.routing;

import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.actor.LocalRouter;
import io.spillway.engine.grid.Membership;
import io.spillway.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes to actors of the cluster. A node that nobody joins routes to its own, and pays nothing for
 * being able to do more.
 */
public final class ClusterRouter implements AutomationRouter {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterRouter.class);
  private static final long FORGET_MILLIS = 60_000;

  private final Vertx vertx;
  private final Store store;
  private final LocalRouter local;
  private final Membership membership;
  private final NodeMessenger courier;
  private volatile Future<Void> resuming = Future.succeededFuture();

  /**
   * @param vertx clustered, if others may join
   * @param store shared by the nodes of the cluster
   * @param local to the actors of this node
   * @param membership tells who owns what
   */
  public ClusterRouter(Vertx vertx, Store store, LocalRouter local, Membership membership) {
    this.vertx = vertx;
    this.store = store;
    this.local = local;
    this.membership = membership;
    this.courier = new NodeMessenger(membership, local);
  }

  /** Begins to take commands of other nodes, and to follow changes of the cluster. */
  public Future<Void> start() {
    vertx.setPeriodic(FORGET_MILLIS, tick -> forget(store.automations()::forgetRequests));
    if (!membership.isShared()) {
      return local.resumeResolutions();
    }
    vertx.setPeriodic(FORGET_MILLIS, tick -> forget(store.automations()::forgetOperations));
    return vertx
        .deployVerticle(courier)
        .compose(
            deployed -> {
              membership.onChange(this::follow);
              return local.resumeResolutions();
            });
  }

  private void forget(IntSupplier passing) {
    vertx
        .executeBlocking(passing::getAsInt, false)
        .onFailure(failure -> LOG.debug("old rows are kept for now", failure));
  }

  /** What moved away is let go, and what came and was left unfinished goes on. */
  private void follow() {
    local.releaseMoved();
    courier.forgetNodesOtherThan(membership.nodes());
    // A database that does not answer is asked once, not twice a second.
    if (membership.hasQuorum() && resuming.isComplete()) {
      resuming = local.resumeResolutions();
    }
  }

  /** Gives what this node owns to the others, if there are any; commands are still routed. */
  public Future<Void> handOver() {
    return membership.isShared()
        ? vertx.executeBlocking(
            () -> {
              membership.handOver();
              return null;
            },
            false)
        : Future.succeededFuture();
  }

  @Override
  public <R> Future<R> send(String automationId, AutomationCommand<R> command) {
    return membership.isShared()
        ? new RetryingCall<>(automationId, command, vertx, local, membership, courier).start()
        : local.send(automationId, command);
  }

  @Override
  public Future<String> automationOf(long executionId) {
    return local.automationOf(executionId);
  }
}
