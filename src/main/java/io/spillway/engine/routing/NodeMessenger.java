package io.spillway.engine.routing;

import io.spillway.domain.automation.Refusal;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.LocalRouter;
import io.spillway.engine.actor.Operation;
import io.spillway.engine.grid.Membership;
import io.spillway.engine.job.StepReport;
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
 * Sends commands to other nodes and delivers theirs to the actors of this one. Any thread may
 * submit a command; everything else runs on its context.
 *
 * <p>A message is acknowledged on receipt, before its commands are executed. If a message is not
 * acknowledged, its node leaves, or a reply is overdue, the result of the command is unknown to the
 * sender, which retries it, see {@link RetryingCall}.
 */
final class NodeMessenger extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(NodeMessenger.class);
  private static final String ADDRESS = "spillway.node.";
  private static final int BAD_MESSAGE = 400;
  private static final int HEAP_FRACTION = 4;
  private static final Refusal BUSY =
      new Refusal(
          Refusal.Reason.UNAVAILABLE,
          "the node that owns the automation is at its limit of contexts in progress, try again");
  private static final long SWEEP_MILLIS = 1_000;

  private final Membership membership;
  private final MemberRequests requests;
  private final LocalRouter local;
  private final Queue<Runnable> submitted = new ConcurrentLinkedQueue<>();

  /** Whether a flush is scheduled. True at first: the start of the verticle flushes. */
  private final AtomicBoolean flushScheduled = new AtomicBoolean(true);

  private final Map<String, PeerConnection> connections = new HashMap<>();

  /**
   * The number of the latest command sent. Numbers are unique across connections, since a node that
   * rejoins may still reply to commands of its previous connection, and start at random, since this
   * node may restart.
   */
  private long lastNumber = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE / 2);

  /**
   * Contexts and outputs received from other nodes stay in memory until their command is answered.
   */
  private final ByteBudget inProgress =
      new ByteBudget(Runtime.getRuntime().maxMemory() / HEAP_FRACTION);

  /**
   * @param membership knows the id of this node
   * @param requests to other nodes, and theirs
   * @param local routes to the actors of this node
   */
  NodeMessenger(Membership membership, MemberRequests requests, LocalRouter local) {
    this.membership = membership;
    this.requests = requests;
    this.local = local;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(
        SWEEP_MILLIS, tick -> connections.values().forEach(PeerConnection::failOverdue));
    return requests
        .answer(ADDRESS + membership.localNode(), this::onMessage)
        .onSuccess(registered -> flush());
  }

  /**
   * Sends a command to another node. Any thread; completes on the caller's context.
   *
   * @return fails with {@link ReplyLostException} if the result is unknown
   */
  <R> Future<R> send(
      String node, String automationId, AutomationCommand<R> command, Operation operation) {
    Promise<R> reply = Promise.promise();
    submit(() -> connectionTo(node).send(automationId, command, operation, reply));
    return local.onCaller(reply.future());
  }

  /** Closes the connections to nodes that have left. Any thread. */
  void forgetNodesOtherThan(Set<String> nodes) {
    submit(
        () ->
            connections.keySet().stream()
                .filter(node -> !nodes.contains(node))
                .toList()
                .forEach(gone -> connections.remove(gone).close()));
  }

  private void submit(Runnable task) {
    submitted.add(task);
    scheduleFlush();
  }

  /** What is added before the flush is sent in the same messages. */
  private void scheduleFlush() {
    if (flushScheduled.compareAndSet(false, true)) {
      context.runOnContext(now -> flush());
    }
  }

  private void flush() {
    flushScheduled.set(false);
    Runnable task = submitted.poll();
    while (task != null) {
      task.run();
      task = submitted.poll();
    }
    connections.values().forEach(PeerConnection::flush);
  }

  private PeerConnection connectionTo(String node) {
    return connections.computeIfAbsent(
        node,
        id ->
            new PeerConnection(requests, ADDRESS + id, membership.localNode(), () -> ++lastNumber));
  }

  private void onMessage(Message<Buffer> message) {
    MessageBatch batch;
    try {
      batch = MessageBatchCodec.read(message.body());
    } catch (RuntimeException e) {
      LOG.error("a message of another node cannot be read; its commands will be retried", e);
      message.fail(BAD_MESSAGE, "the message cannot be read");
      return;
    }
    message.reply(Buffer.buffer());
    batch.commands().forEach(command -> execute(batch.sender(), command));
    if (!batch.replies().isEmpty()) {
      PeerConnection connection = connectionTo(batch.sender());
      batch.replies().forEach(connection::onReply);
    }
  }

  private <R> void execute(String sender, MessageBatch.CommandMessage<R> message) {
    long bytes = bytesOf(message.command());
    if (!inProgress.tryTake(bytes)) {
      connectionTo(sender)
          .reply(new MessageBatch.ReplyMessage(message.number(), new CommandResult.Refused(BUSY)));
      scheduleFlush();
      return;
    }
    local
        .deliver(message.automationId(), message.command(), message.operation())
        .onComplete(
            result -> {
              inProgress.release(bytes);
              connectionTo(sender)
                  .reply(new MessageBatch.ReplyMessage(message.number(), CommandResult.of(result)));
              scheduleFlush();
            });
  }

  private static long bytesOf(AutomationCommand<?> command) {
    if (command instanceof AutomationCommand.ReportStep step) {
      return step.report() instanceof StepReport.Complete complete ? complete.output().length : 0;
    }
    return command instanceof AutomationCommand.Execute execute ? execute.context().length : 0;
  }
}
