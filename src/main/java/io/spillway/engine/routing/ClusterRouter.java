package io.spillway.engine.routing;

import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.actor.LocalRouter;
import io.spillway.engine.grid.Membership;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Routes commands to actors of the cluster; on a single node directly to its own actors. */
public final class ClusterRouter implements AutomationRouter {
  /** Changes, which are twice a second, after which is looked for something to run. */
  private static final int LOOKS_FOR_WORK = 4;

  private final Vertx vertx;
  private final LocalRouter local;
  private final Membership membership;
  private final NodeMessenger messenger;
  private volatile Future<Void> resuming = Future.succeededFuture();

  /** Counted on the thread that tells of changes. */
  private int changes;

  /**
   * @param vertx clustered, unless the node runs alone
   * @param local routes to the actors of this node
   * @param membership knows the owner of each automation
   * @param requests to other nodes, and theirs
   */
  public ClusterRouter(
      Vertx vertx, LocalRouter local, Membership membership, MemberRequests requests) {
    this.vertx = vertx;
    this.local = local;
    this.membership = membership;
    this.messenger = new NodeMessenger(membership, requests, local);
  }

  /** Starts to receive commands of other nodes and to follow changes of the cluster. */
  public Future<Void> start() {
    if (!membership.isShared()) {
      return resume();
    }
    return vertx
        .deployVerticle(messenger)
        .compose(
            deployed -> {
              membership.onChange(this::onClusterChange);
              return resume();
            });
  }

  private Future<Void> resume() {
    return local.resumeResolutions().compose(resumed -> local.runWhatMayRun());
  }

  /** Releases automations that moved away and resumes the resolutions of those that arrived. */
  private void onClusterChange() {
    local.releaseMoved();
    messenger.forgetNodesOtherThan(membership.nodes());
    // At most one resume in progress: a database that does not answer is not queried repeatedly.
    if (membership.hasQuorum() && resuming.isComplete()) {
      changes = (changes + 1) % LOOKS_FOR_WORK;
      resuming = changes == 0 ? resume() : local.resumeResolutions();
    }
  }

  /** Hands what this node owns over to the other members, if any; commands are still routed. */
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
        ? new RetryingCall<>(automationId, command, vertx, local, membership, messenger).start()
        : local.send(automationId, command);
  }

  @Override
  public Future<String> automationOf(long executionId) {
    return local.automationOf(executionId);
  }
}
