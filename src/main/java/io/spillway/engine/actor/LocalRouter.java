package io.spillway.engine.actor;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.Store;
import io.spillway.store.StoreException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes to actors of this node. An actor is deployed on the first command of its automation, and
 * leaves when it is idle or another node owns the automation.
 */
public final class LocalRouter implements AutomationRouter {
  private static final Logger LOG = LoggerFactory.getLogger(LocalRouter.class);
  private static final long RETRY_MILLIS = 500;

  /** A warning with an automation and the reason. */
  static final String NOT_RESUMED =
      "unfinished resolutions of automation {} are not resumed yet, trying again: {}";

  private final Vertx vertx;
  private final Store store;
  private final ActorContext shared;
  private final Map<String, Deployed> actors = new ConcurrentHashMap<>();
  private volatile boolean draining;

  /**
   * @param vertx to deploy actors on
   * @param shared by its actors
   */
  public LocalRouter(Vertx vertx, ActorContext shared) {
    this.vertx = vertx;
    this.store = shared.store();
    this.shared = shared;
  }

  @Override
  public <R> Future<R> send(String automationId, AutomationCommand<R> command) {
    return deliver(automationId, command, Operation.ONCE);
  }

  /**
   * Sends a command that another node may have sent before.
   *
   * @return as {@link #send} does; fails with {@link AutomationMovedException} if another node owns
   *     the automation, with {@link io.spillway.store.StaleWriteException} if it has just taken it
   *     over, and with {@link NodeStoppingException} if this node is stopping. Nothing of the
   *     command was done then, except that a recorded resolution is finished by the next owner
   */
  public <R> Future<R> deliver(
      String automationId, AutomationCommand<R> command, Operation operation) {
    if (!owns(automationId)) {
      return Future.failedFuture(new AutomationMovedException(automationId));
    }
    Envelope<R> envelope = Envelope.of(command, operation);
    while (!draining) {
      Deployed deployed = actors.computeIfAbsent(automationId, this::deploy);
      switch (deployed.actor.offer(envelope)) {
        case ACCEPTED -> {
          return onCaller(envelope.reply().future());
        }
        case FULL -> {
          return Future.failedFuture(
              new Refusal(
                      Refusal.Reason.RESOURCE_EXHAUSTED,
                      "automation "
                          + automationId
                          + " has "
                          + shared.settings().mailbox()
                          + " commands waiting, which is the maximum: try again shortly")
                  .asException());
        }
        case CLOSED -> actors.remove(automationId, deployed);
      }
    }
    return Future.failedFuture(new NodeStoppingException());
  }

  /** The same future, with its listeners on the caller's context. */
  public <R> Future<R> onCaller(Future<R> reply) {
    Context caller = vertx.getOrCreateContext();
    Promise<R> promise = Promise.promise();
    reply.onComplete(result -> caller.runOnContext(now -> promise.handle(result)));
    return promise.future();
  }

  /** An actor and the id it is deployed under, once it is. */
  private record Deployed(AutomationActor actor, Future<String> deploymentId) {}

  private Deployed deploy(String automationId) {
    AutomationActor actor = new AutomationActor(automationId, shared, this::forget);
    return new Deployed(
        actor,
        vertx
            .deployVerticle(actor)
            .onFailure(
                failure -> {
                  LOG.error("actor of {} could not be deployed", automationId, failure);
                  actor.refuse(new NodeStoppingException());
                }));
  }

  /** Removes an actor that leaves, unless it is replaced already. */
  private void forget(String automationId, AutomationActor actor) {
    actors.computeIfPresent(
        automationId, (id, deployed) -> deployed.actor.equals(actor) ? null : deployed);
  }

  @Override
  public Future<String> automationOf(long executionId) {
    return vertx
        .executeBlocking(
            () -> store.executions().automationOf(ExecutionIds.segmentOf(executionId)), false)
        .compose(
            automationId ->
                automationId
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () -> Future.failedFuture(MoveHandler.unknown(executionId).asException())));
  }

  /**
   * Has the actors of this node's automations resume unfinished resolutions. Completes when each
   * has been asked once; one that the store fails is asked again later.
   */
  public Future<Void> resumeResolutions() {
    return resumeAll(
        () ->
            store.automations().allUnfinishedResolutions().stream()
                .map(Resolution::automationId)
                .distinct()
                .toList());
  }

  /**
   * Deploys the actors of this node's automations that have something to run, as {@link
   * #resumeResolutions} does. Those that are deployed know of it.
   */
  public Future<Void> runWhatMayRun() {
    return resumeAll(
        () ->
            store.executions().automationsToRun().stream()
                .filter(automationId -> !actors.containsKey(automationId))
                .toList());
  }

  private Future<Void> resumeAll(Callable<List<String>> read) {
    return vertx
        .executeBlocking(read, false)
        .compose(
            automationIds ->
                Future.join(automationIds.stream().filter(this::owns).map(this::resume).toList())
                    .mapEmpty());
  }

  private Future<Void> resume(String automationId) {
    return send(automationId, new AutomationCommand.ResumeResolutions())
        .onFailure(
            failure -> {
              if (failure instanceof StoreException && owns(automationId) && !draining) {
                shared
                    .warnings()
                    .warn(NOT_RESUMED, automationId, String.valueOf(failure.getMessage()));
                vertx.setTimer(RETRY_MILLIS, tick -> resume(automationId));
              }
            })
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private boolean owns(String automationId) {
    return shared.membership().owns(automationId);
  }

  /** Has the actors leave whose automations another node owns now. Any thread. */
  public void releaseMoved() {
    actors.forEach(
        (automationId, deployed) -> {
          if (!owns(automationId)) {
            deployed.actor.moveAway();
          }
        });
  }

  /** Has all actors read the states of their automations again. Any thread. */
  public void reload() {
    shared.segmentIds().drop();
    actors.values().forEach(deployed -> deployed.actor.reload());
  }

  /** How many actors there are on this node. */
  public int actors() {
    return actors.size();
  }

  /** Refuses further commands; completes when every actor is idle. */
  public Future<Void> drain() {
    draining = true;
    List<Future<Void>> drained =
        List.copyOf(actors.values()).stream()
            .map(deployed -> deployed.deploymentId.compose(id -> deployed.actor.drained()))
            .toList();
    return Future.join(drained).mapEmpty();
  }
}
