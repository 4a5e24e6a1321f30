package io.spillway.engine.actor;

import io.spillway.domain.execution.SegmentSummary;
import io.spillway.engine.runner.AutomationRunner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single writer of one automation.
 *
 * <p>It runs one task at a time. A task carries out the first waiting command and, for triggers and
 * moves, the commands of the same kind that follow; meanwhile commands collect for the next. Tasks
 * of resolutions go before waiting commands.
 */
final class AutomationActor extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(AutomationActor.class);
  private static final int MAX_BATCH = 4_096;
  private static final long QUIET_NAP_MILLIS = 20;

  private final String automationId;
  private final ActorContext shared;
  private final BiConsumer<String, AutomationActor> onLeave;
  private final Mailbox mailbox;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Queue<Supplier<Future<?>>> ownTasks = new ArrayDeque<>();
  private final List<Promise<Void>> waitingForIdle = new ArrayList<>();
  private final Promise<Void> lastTask = Promise.promise();

  private volatile @Nullable CommandDispatcher dispatcher;
  private @Nullable AutomationRunner runner;
  private boolean busy;
  private boolean usedSinceIdleCheck = true;
  private boolean left;
  private boolean stopping;
  private boolean stopped;

  /**
   * @param automationId of its automation
   * @param shared by the actors of the node
   * @param onLeave is called when the mailbox is closed and the actor undeploys itself
   */
  AutomationActor(
      String automationId, ActorContext shared, BiConsumer<String, AutomationActor> onLeave) {
    this.automationId = automationId;
    this.shared = shared;
    this.onLeave = onLeave;
    this.mailbox = new Mailbox(shared.settings().mailbox());
  }

  /** Takes a command. Any thread. */
  Mailbox.Offer offer(Envelope<?> envelope) {
    Mailbox.Offer offer = mailbox.offer(envelope);
    if (offer == Mailbox.Offer.ACCEPTED) {
      schedule();
    }
    return offer;
  }

  @Override
  public Future<?> start() {
    AutomationSession session =
        new AutomationSession(automationId, shared, context, new SessionListener());
    AutomationRunner ofSession =
        new AutomationRunner(
            new SessionRunnerHost(session, () -> addTask(() -> loadForRunner(session))),
            shared.runner());
    runner = ofSession;
    dispatcher =
        new CommandDispatcher(
            session,
            new TriggerHandler(session),
            new MoveHandler(session, ofSession),
            new RetryHandler(session),
            new DefinitionHandler(session),
            new ResolutionLifecycle(session, this::addTask),
            ofSession);
    vertx.setPeriodic(shared.settings().idleAfter().toMillis(), tick -> checkIdle());
    schedule();
    return Future.succeededFuture();
  }

  /** Tells the resolutions and the runner what they wait for. */
  private final class SessionListener implements AutomationSession.Listener {
    @Override
    public void onUnfinished() {
      started().resolutions().resumeLater();
    }

    @Override
    public void onUnloaded() {
      runner().onUnloaded();
    }

    @Override
    public void onLoaded(AutomationState state) {
      runner().onLoaded(state.segments().summaries());
    }

    @Override
    public void onRedefined(AutomationState state) {
      runner().onRedefined(state.segments().summaries());
    }

    @Override
    public void onSegment(SegmentSummary summary) {
      runner().onSummary(summary);
    }
  }

  private Future<?> loadForRunner(AutomationSession session) {
    boolean known = session.isLoaded();
    return session
        .load()
        .transform(
            loaded -> {
              if (loaded.failed()) {
                runner().retryLoad();
              } else if (known) {
                runner().onLoaded(session.state().segments().summaries());
              }
              return Future.succeededFuture();
            });
  }

  /** Refuses waiting commands and resolutions, then waits for the current task and its appends. */
  @Override
  public Future<?> stop() {
    NodeStoppingException reason = new NodeStoppingException();
    refuse(reason);
    started().resolutions().leave(reason);
    runner().stop();
    ownTasks.clear();
    stopping = true;
    Future<Void> last = busy ? lastTask.future() : Future.succeededFuture();
    return last.compose(ended -> started().session().settle()).onComplete(ended -> onStopped());
  }

  /** Runs no task any more, and has none to wait for. */
  private void onStopped() {
    stopped = true;
    answerDrained();
  }

  /** Fails the waiting commands with {@code cause}, and takes no more. Any thread. */
  void refuse(Throwable cause) {
    mailbox.close().forEach(envelope -> envelope.reply().fail(cause));
  }

  /**
   * Leaves to the node that owns the automation now: waiting commands are sent there, the current
   * task is finished, resolutions are resumed there. Calling it again does nothing. Any thread.
   */
  void moveAway() {
    if (dispatcher != null) {
      context.runOnContext(now -> leave(new AutomationMovedException(automationId)));
    }
  }

  /** Drops the state after the current task; the next one reads it again. Any thread. */
  void reload() {
    if (dispatcher != null) {
      context.runOnContext(
          now ->
              addTask(
                  () -> {
                    started().session().unload();
                    return Future.succeededFuture();
                  }));
    }
  }

  private void leave(AutomationMovedException moved) {
    refuse(moved);
    started().resolutions().leave(moved);
    runner().stop();
    undeploy();
  }

  /**
   * Completes when no task runs, no command waits and no resolution is active, or when the actor
   * has left or stopped meanwhile. Any thread.
   */
  Future<Void> drained() {
    Promise<Void> promise = Promise.promise();
    context.runOnContext(
        now -> {
          waitingForIdle.add(promise);
          runner().close();
          if (stopped) {
            answerDrained();
          } else {
            runNext();
          }
        });
    return promise.future();
  }

  private void answerDrained() {
    waitingForIdle.forEach(Promise::tryComplete);
    waitingForIdle.clear();
  }

  private void schedule() {
    if (dispatcher != null && scheduled.compareAndSet(false, true)) {
      context.runOnContext(now -> runNext());
    }
  }

  private void addTask(Supplier<Future<?>> task) {
    ownTasks.add(task);
    schedule();
  }

  private void runNext() {
    scheduled.set(false);
    if (busy || stopping) {
      return;
    }
    Optional<Supplier<Future<?>>> task = nextTask();
    if (task.isEmpty()) {
      onNoTask();
      return;
    }
    busy = true;
    usedSinceIdleCheck = true;
    run(task.get())
        .onComplete(
            ended -> {
              if (ended.failed()) {
                LOG.debug("a task of automation {} failed", automationId, ended.cause());
              }
              busy = false;
              if (stopping) {
                lastTask.tryComplete();
              }
              context.runOnContext(now -> runNext());
            });
  }

  private Optional<Supplier<Future<?>>> nextTask() {
    Supplier<Future<?>> own = ownTasks.poll();
    if (own != null) {
      return Optional.of(own);
    }
    List<Envelope<?>> batch = mailbox.takeBatch(MAX_BATCH, CommandDispatcher::batches);
    return batch.isEmpty() ? Optional.empty() : Optional.of(() -> started().dispatch(batch));
  }

  private Future<?> run(Supplier<Future<?>> task) {
    try {
      return task.get();
    } catch (RuntimeException e) {
      LOG.error(
          "a task of automation {} threw an exception; its commands are not carried out",
          automationId,
          e);
      return Future.failedFuture(e);
    }
  }

  private AutomationRunner runner() {
    return Objects.requireNonNull(runner, "runner");
  }

  private CommandDispatcher started() {
    if (dispatcher == null) {
      throw new IllegalStateException("actor of " + automationId + " is not started");
    }
    return dispatcher;
  }

  private void onNoTask() {
    boolean isMissing = started().session().isMissing();
    if (waitingForIdle.isEmpty() && !isMissing) {
      return;
    }
    Future<Void> settled = started().session().settle();
    if (!settled.isComplete()) {
      settled.onComplete(now -> schedule());
      return;
    }
    if (started().resolutions().isActive()) {
      return;
    }
    if (!waitingForIdle.isEmpty() && !runner().isQuiet()) {
      vertx.setTimer(QUIET_NAP_MILLIS, tick -> schedule());
      return;
    }
    answerDrained();
    if (isMissing) {
      leaveIfIdle();
    }
  }

  private void checkIdle() {
    if (!usedSinceIdleCheck) {
      leaveIfIdle();
    }
    usedSinceIdleCheck = false;
  }

  private void leaveIfIdle() {
    boolean idle =
        !busy
            && ownTasks.isEmpty()
            && started().session().settle().isComplete()
            && !started().resolutions().isActive()
            && runner().isIdle();
    if (idle && mailbox.closeIfEmpty()) {
      undeploy();
    }
  }

  private void undeploy() {
    if (left) {
      return;
    }
    left = true;
    onLeave.accept(automationId, this);
    vertx
        .undeploy(context.deploymentID())
        .onFailure(
            failure ->
                LOG.warn(
                    "the actor of automation {} could not be undeployed", automationId, failure));
  }
}
