package io.spillway.engine.routing;

import io.spillway.domain.automation.Refusal;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.LocalRouter;
import io.spillway.engine.actor.Operation;
import io.spillway.engine.grid.Membership;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries commands to other nodes, and theirs to the actors of this one. Anyone hands it something
 * to send; all else runs on its context.
 *
 * <p>A message is acknowledged when it has been taken in, which is long before its commands are
 * carried out. What becomes of a command whose message is not acknowledged, whose node leaves, or
 * whose reply is overdue, is not known to its sender, who sends it again, see {@link RetryingCall}.
 */
final class NodeMessenger extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(NodeMessenger.class);
  private static final String ADDRESS = "spillway.node.";
  private static final int NOT_UNDERSTOOD = 400;
  private static final int PART_OF_HEAP = 4;
  private static final Refusal BUSY =
      new Refusal(
          Refusal.Reason.UNAVAILABLE,
          "the node that owns the automation works on as much as it can, try again");
  private static final long SWEEP_MILLIS = 1_000;

  private final Membership membership;
  private final LocalRouter local;
  private final Queue<Runnable> handedIn = new ConcurrentLinkedQueue<>();

  /** Whether a flush is on its way. The first one comes with the start. */
  private final AtomicBoolean woken = new AtomicBoolean(true);

  private final Map<String, PeerConnection> links = new HashMap<>();

  /**
   * Of the command sent last. A node that was away and comes back is another link, and may still
   * reply to what it got by the one before; a node that starts again begins elsewhere. So numbers
   * are given once.
   */
  private long lastNumber = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE / 2);

  /** Contexts that came from other nodes stay in memory until they are answered. */
  private final ByteBudget inProgress =
      new ByteBudget(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);

  /**
   * @param membership tells the id of this node
   * @param local to the actors of this node
   */
  NodeMessenger(Membership membership, LocalRouter local) {
    this.membership = membership;
    this.local = local;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(SWEEP_MILLIS, tick -> links.values().forEach(PeerConnection::loseOverdue));
    return vertx
        .eventBus()
        .<Buffer>consumer(ADDRESS + membership.localNode(), this::onMessage)
        .completion()
        .onSuccess(registered -> flush());
  }

  /**
   * Sends a command to another node. Any thread; the result comes on the caller's context.
   *
   * @return fails with {@link ReplyLostException} if it is not known what became of it
   */
  <R> Future<R> send(
      String node, String automationId, AutomationCommand<R> command, Operation operation) {
    Promise<R> reply = Promise.promise();
    handIn(() -> linkTo(node).send(automationId, command, operation, reply));
    return local.onCaller(reply.future());
  }

  /** What was sent to nodes that have left is lost. Any thread. */
  void forgetNodesOtherThan(Set<String> nodes) {
    handIn(
        () ->
            links.keySet().stream()
                .filter(node -> !nodes.contains(node))
                .toList()
                .forEach(gone -> links.remove(gone).close()));
  }

  private void handIn(Runnable task) {
    handedIn.add(task);
    flushSoon();
  }

  /** What is added until then goes in the same messages. */
  private void flushSoon() {
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(now -> flush());
    }
  }

  private void flush() {
    woken.set(false);
    Runnable task = handedIn.poll();
    while (task != null) {
      task.run();
      task = handedIn.poll();
    }
    links.values().forEach(PeerConnection::flush);
  }

  private PeerConnection linkTo(String node) {
    return links.computeIfAbsent(
        node,
        id ->
            new PeerConnection(
                vertx.eventBus(), ADDRESS + id, membership.localNode(), () -> ++lastNumber));
  }

  private void onMessage(Message<Buffer> message) {
    MessageBatch parcel;
    try {
      parcel = MessageBatchCodec.read(message.body());
    } catch (RuntimeException e) {
      LOG.error("a message of another node is not understood", e);
      message.fail(NOT_UNDERSTOOD, "the message is not understood");
      return;
    }
    message.reply(Buffer.buffer());
    parcel.commands().forEach(order -> carryOut(parcel.sender(), order));
    if (!parcel.replies().isEmpty()) {
      PeerConnection link = linkTo(parcel.sender());
      parcel.replies().forEach(link::onReply);
    }
  }

  private <R> void carryOut(String sender, MessageBatch.CommandMessage<R> order) {
    long bytes = bytesOf(order.command());
    if (!inProgress.tryTake(bytes)) {
      linkTo(sender)
          .reply(new MessageBatch.ReplyMessage(order.number(), new CommandResult.Refused(BUSY)));
      flushSoon();
      return;
    }
    local
        .deliver(order.automationId(), order.command(), order.operation())
        .onComplete(
            result -> {
              inProgress.giveBack(bytes);
              linkTo(sender)
                  .reply(new MessageBatch.ReplyMessage(order.number(), CommandResult.of(result)));
              flushSoon();
            });
  }

  private static long bytesOf(AutomationCommand<?> command) {
    return command instanceof AutomationCommand.Execute execute ? execute.context().length : 0;
  }
}
