package io.spillway.engine.actor;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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
 * <p>It works in turns, one at a time: a turn takes the first waiting command and, for triggers and
 * moves, those of its kind that follow. While a turn is on its way to the store, commands collect
 * for the next. Steps of a resolution run as turns too and go first.
 */
final class AutomationActor extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(AutomationActor.class);
  private static final int MAX_BATCH = 4_096;

  private final String automationId;
  private final ActorContext shared;
  private final BiConsumer<String, AutomationActor> onLeave;
  private final Mailbox mailbox;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Queue<Supplier<Future<?>>> ownTurns = new ArrayDeque<>();
  private final List<Promise<Void>> whenQuiet = new ArrayList<>();
  private final Promise<Void> lastTurn = Promise.promise();

  private volatile @Nullable CommandDispatcher turns;
  private boolean busy;
  private boolean wasActive = true;
  private boolean left;
  private boolean stopping;

  /**
   * @param automationId whose actor this is
   * @param shared with the other actors of the node
   * @param onLeave is told when the mailbox is closed and the actor undeploys itself
   */
  AutomationActor(
      String automationId, ActorContext shared, BiConsumer<String, AutomationActor> onLeave) {
    this.automationId = automationId;
    this.shared = shared;
    this.onLeave = onLeave;
    this.mailbox = new Mailbox(shared.settings().mailbox());
  }

  /** Takes a command from any thread. */
  Mailbox.Offer offer(Envelope<?> envelope) {
    Mailbox.Offer offer = mailbox.offer(envelope);
    if (offer == Mailbox.Offer.ACCEPTED) {
      wake();
    }
    return offer;
  }

  @Override
  public Future<?> start() {
    AutomationSession owned = new AutomationSession(automationId, shared, context);
    turns =
        new CommandDispatcher(
            owned,
            new TriggerHandler(owned),
            new MoveHandler(owned),
            new DefinitionHandler(owned),
            new ResolutionLifecycle(vertx, owned, this::addTurn));
    vertx.setPeriodic(shared.settings().idleAfter().toMillis(), tick -> leaveIfIdle());
    wake();
    return Future.succeededFuture();
  }

  /** Refuses what is waiting, and waits for the turn under way and for its segments. */
  @Override
  public Future<?> stop() {
    abandon(shared.stopping(automationId));
    ownTurns.clear();
    stopping = true;
    Future<Void> last = busy ? lastTurn.future() : Future.succeededFuture();
    return last.compose(over -> ready().owned().settle());
  }

  /** Refuses what is waiting, and all that follows, for a reason that is not the caller's. */
  void abandon(Throwable cause) {
    mailbox.close().forEach(envelope -> envelope.reply().fail(cause));
  }

  /**
   * Leaves to another node: what waits is sent there, the turn under way is finished, a resolution
   * is left where it is. Calling it again is fine. Any thread.
   */
  void moveAway() {
    if (turns != null) {
      context.runOnContext(now -> leaveTo(new AutomationMovedException(automationId)));
    }
  }

  private void leaveTo(AutomationMovedException moved) {
    abandon(moved);
    ready().resolves().abandon(moved);
    shared.telemetry().pausedNow(automationId, 0);
    leave();
  }

  /** Completes when no turn runs, nothing waits and no resolution is under way. Any thread. */
  Future<Void> drained() {
    Promise<Void> promise = Promise.promise();
    context.runOnContext(
        now -> {
          whenQuiet.add(promise);
          next();
        });
    return promise.future();
  }

  private void wake() {
    if (turns != null && woken.compareAndSet(false, true)) {
      context.runOnContext(now -> next());
    }
  }

  private void addTurn(Supplier<Future<?>> turn) {
    ownTurns.add(turn);
    wake();
  }

  private void next() {
    woken.set(false);
    if (busy || stopping) {
      return;
    }
    Optional<Supplier<Future<?>>> turn = nextTurn();
    if (turn.isEmpty()) {
      tellQuiet();
      return;
    }
    busy = true;
    wasActive = true;
    run(turn.get())
        .onComplete(
            over -> {
              if (over.failed()) {
                LOG.debug("a turn of automation {} failed", automationId, over.cause());
              }
              busy = false;
              if (stopping) {
                lastTurn.tryComplete();
              }
              context.runOnContext(now -> next());
            });
  }

  private Optional<Supplier<Future<?>>> nextTurn() {
    Supplier<Future<?>> own = ownTurns.poll();
    if (own != null) {
      return Optional.of(own);
    }
    List<Envelope<?>> run = mailbox.takeBatch(MAX_BATCH, CommandDispatcher::batches);
    return run.isEmpty() ? Optional.empty() : Optional.of(() -> ready().take(run));
  }

  private static Future<?> run(Supplier<Future<?>> turn) {
    try {
      return turn.get();
    } catch (RuntimeException e) {
      LOG.error("a turn broke off; its commands are not carried out", e);
      return Future.failedFuture(e);
    }
  }

  private CommandDispatcher ready() {
    if (turns == null) {
      throw new IllegalStateException("actor of " + automationId + " is not started");
    }
    return turns;
  }

  private void tellQuiet() {
    if (whenQuiet.isEmpty() && !ready().owned().isMissing()) {
      return;
    }
    Future<Void> settled = ready().owned().settle();
    if (!settled.isComplete()) {
      settled.onComplete(now -> wake());
      return;
    }
    if (ready().resolves().isActive()) {
      return;
    }
    whenQuiet.forEach(Promise::tryComplete);
    whenQuiet.clear();
    if (ready().owned().isMissing()) {
      leaveIfQuiet();
    }
  }

  private void leaveIfIdle() {
    if (wasActive) {
      wasActive = false;
      return;
    }
    leaveIfQuiet();
  }

  private void leaveIfQuiet() {
    boolean quiet =
        !busy
            && ownTurns.isEmpty()
            && ready().owned().settle().isComplete()
            && !ready().resolves().isActive();
    if (quiet && mailbox.closeIfEmpty()) {
      leave();
    }
  }

  private void leave() {
    if (left) {
      return;
    }
    left = true;
    onLeave.accept(automationId, this);
    vertx
        .undeploy(context.deploymentID())
        .onFailure(failure -> LOG.warn("actor of {} is still deployed", automationId, failure));
  }
}
