package io.spillway.engine.routing;

import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationMovedException;
import io.spillway.engine.actor.Operation;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one other node: its outbound queue and the commands without a reply. Confined
 * to the messenger's context.
 */
final class PeerConnection {
  private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);
  private static final int MAX_ITEMS = 1_024;
  private static final int MAX_BYTES = 1_024 * 1_024;
  private static final Duration ACK_TIMEOUT = Duration.ofSeconds(3);
  private static final long REPLY_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MAX_REPLY_ATTEMPTS = 5;

  private final MemberRequests requests;
  private final String address;
  private final String localNode;
  private final Queue<MessageBatch.CommandMessage<?>> commands = new ArrayDeque<>();
  private final Queue<MessageBatch.ReplyMessage> replies = new ArrayDeque<>();
  private final Map<Long, PendingCall<?>> pending = new HashMap<>();
  private final LongSupplier numbers;

  /**
   * @param requests to send by
   * @param address of the other node
   * @param localNode id of this node
   * @param numbers supplies numbers that are unique among the commands of this node
   */
  PeerConnection(MemberRequests requests, String address, String localNode, LongSupplier numbers) {
    this.requests = requests;
    this.address = address;
    this.localNode = localNode;
    this.numbers = numbers;
  }

  private record PendingCall<R>(String automationId, Promise<R> reply, long sentNanos) {
    @SuppressWarnings("unchecked") // A command replies what its type says, on the other node too.
    void complete(CommandResult result) {
      if (result instanceof CommandResult.Done done) {
        reply.complete((R) done.reply());
      } else {
        reply.fail(result.failure());
      }
    }
  }

  /** Sends a command with the next message. */
  <R> void send(
      String automationId, AutomationCommand<R> command, Operation operation, Promise<R> reply) {
    long number = numbers.getAsLong();
    commands.add(new MessageBatch.CommandMessage<>(number, automationId, command, operation));
    pending.put(number, new PendingCall<>(automationId, reply, System.nanoTime()));
  }

  /** Sends a reply with the next message. */
  void reply(MessageBatch.ReplyMessage reply) {
    replies.add(reply);
  }

  /** Completes the command that the other node replies to. */
  void onReply(MessageBatch.ReplyMessage reply) {
    PendingCall<?> call = pending.remove(reply.number());
    if (call != null) {
      call.complete(reply.result());
    }
  }

  /** Sends everything queued. */
  void flush() {
    while (!commands.isEmpty() || !replies.isEmpty()) {
      flushOne();
    }
  }

  private void flushOne() {
    MessageBatchCodec.Writer writer = new MessageBatchCodec.Writer(localNode);
    List<MessageBatch.CommandMessage<?>> sentCommands = new ArrayList<>();
    while (!commands.isEmpty() && sentCommands.size() < MAX_ITEMS && writer.length() < MAX_BYTES) {
      MessageBatch.CommandMessage<?> command = commands.remove();
      sentCommands.add(command);
      writer.add(command);
    }
    List<MessageBatch.ReplyMessage> sentReplies = new ArrayList<>();
    while (!replies.isEmpty() && sentReplies.size() < MAX_ITEMS && writer.length() < MAX_BYTES) {
      MessageBatch.ReplyMessage reply = replies.remove();
      sentReplies.add(reply);
      writer.add(reply);
    }
    send(writer.message(), sentCommands, sentReplies, 1);
  }

  private void send(
      Buffer message,
      List<MessageBatch.CommandMessage<?>> sentCommands,
      List<MessageBatch.ReplyMessage> sentReplies,
      int attempt) {
    requests
        .<Buffer>send(address, message, ACK_TIMEOUT)
        .onFailure(
            failure -> {
              boolean noHandler =
                  failure instanceof ReplyException reply
                      && reply.failureType() == ReplyFailure.NO_HANDLERS;
              sentCommands.forEach(command -> fail(command.number(), noHandler));
              resendReplies(sentReplies, attempt);
            });
  }

  private void resendReplies(List<MessageBatch.ReplyMessage> unsent, int attempt) {
    if (unsent.isEmpty()) {
      return;
    }
    if (attempt == MAX_REPLY_ATTEMPTS) {
      LOG.warn("{} replies did not reach {}; the callers retry", unsent.size(), address);
      return;
    }
    MessageBatchCodec.Writer writer = new MessageBatchCodec.Writer(localNode);
    unsent.forEach(writer::add);
    send(writer.message(), List.of(), unsent, attempt + 1);
  }

  /** Fails commands whose reply is overdue. */
  void failOverdue() {
    long now = System.nanoTime();
    List.copyOf(pending.entrySet()).stream()
        .filter(entry -> now - entry.getValue().sentNanos > REPLY_TIMEOUT_NANOS)
        .forEach(entry -> fail(entry.getKey(), false));
  }

  /** Fails everything pending, since the other node has left. */
  void close() {
    commands.clear();
    replies.clear();
    List.copyOf(pending.keySet()).forEach(number -> fail(number, false));
  }

  private void fail(long number, boolean notDelivered) {
    PendingCall<?> call = pending.remove(number);
    if (call != null) {
      call.reply.fail(
          notDelivered
              ? new AutomationMovedException(call.automationId)
              : new ReplyLostException("the owner node has not answered"));
    }
  }
}
