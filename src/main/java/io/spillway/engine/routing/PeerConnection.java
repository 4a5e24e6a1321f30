package io.spillway.engine.routing;

import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationMovedException;
import io.spillway.engine.actor.Operation;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
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
 * What goes to one other node, and the commands that it has not replied to. Owned by the courier's
 * context.
 */
final class PeerConnection {
  private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);
  private static final int MAX_ITEMS = 1_024;
  private static final int MAX_BYTES = 1_024 * 1_024;
  private static final long ACKNOWLEDGE_MILLIS = 3_000;
  private static final long OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MAX_REPLY_ATTEMPTS = 5;

  private final EventBus bus;
  private final String address;
  private final String self;
  private final Queue<MessageBatch.CommandMessage<?>> orders = new ArrayDeque<>();
  private final Queue<MessageBatch.ReplyMessage> replies = new ArrayDeque<>();
  private final Map<Long, Unanswered<?>> unanswered = new HashMap<>();
  private final LongSupplier numbers;

  /**
   * @param bus to send by
   * @param address of the other node
   * @param self the id of this node
   * @param numbers gives each command one that no other command of this node has or had
   */
  PeerConnection(EventBus bus, String address, String self, LongSupplier numbers) {
    this.bus = bus;
    this.address = address;
    this.self = self;
    this.numbers = numbers;
  }

  private record Unanswered<R>(String automationId, Promise<R> reply, long sentNanos) {
    @SuppressWarnings("unchecked") // A command replies what its type says, on the other node too.
    void complete(CommandResult outcome) {
      if (outcome instanceof CommandResult.Done done) {
        reply.complete((R) done.reply());
      } else {
        reply.fail(outcome.failure());
      }
    }
  }

  /** Sends a command with the next message. */
  <R> void send(
      String automationId, AutomationCommand<R> command, Operation operation, Promise<R> reply) {
    long number = numbers.getAsLong();
    orders.add(new MessageBatch.CommandMessage<>(number, automationId, command, operation));
    unanswered.put(number, new Unanswered<>(automationId, reply, System.nanoTime()));
  }

  /** Sends a reply with the next message. */
  void reply(MessageBatch.ReplyMessage reply) {
    replies.add(reply);
  }

  /** The other node replies. */
  void onReply(MessageBatch.ReplyMessage reply) {
    Unanswered<?> waiting = unanswered.remove(reply.number());
    if (waiting != null) {
      waiting.complete(reply.outcome());
    }
  }

  /** Sends what has collected. */
  void flush() {
    while (!orders.isEmpty() || !replies.isEmpty()) {
      flushOne();
    }
  }

  private void flushOne() {
    MessageBatchCodec.Writer writer = new MessageBatchCodec.Writer(self);
    List<MessageBatch.CommandMessage<?>> sent = new ArrayList<>();
    while (!orders.isEmpty() && sent.size() < MAX_ITEMS && writer.length() < MAX_BYTES) {
      MessageBatch.CommandMessage<?> order = orders.remove();
      sent.add(order);
      writer.add(order);
    }
    List<MessageBatch.ReplyMessage> told = new ArrayList<>();
    while (!replies.isEmpty() && told.size() < MAX_ITEMS && writer.length() < MAX_BYTES) {
      MessageBatch.ReplyMessage reply = replies.remove();
      told.add(reply);
      writer.add(reply);
    }
    send(writer.message(), sent, told, 1);
  }

  private void send(
      Buffer message,
      List<MessageBatch.CommandMessage<?>> sent,
      List<MessageBatch.ReplyMessage> told,
      int sending) {
    bus.<Buffer>request(address, message, new DeliveryOptions().setSendTimeout(ACKNOWLEDGE_MILLIS))
        .onFailure(
            failure -> {
              boolean nobody =
                  failure instanceof ReplyException reply
                      && reply.failureType() == ReplyFailure.NO_HANDLERS;
              sent.forEach(order -> lose(order.number(), nobody));
              tellAgain(told, sending);
            });
  }

  private void tellAgain(List<MessageBatch.ReplyMessage> told, int sending) {
    if (told.isEmpty()) {
      return;
    }
    if (sending == MAX_REPLY_ATTEMPTS) {
      LOG.warn("{} replies did not reach {}; who waits for them asks again", told.size(), address);
      return;
    }
    MessageBatchCodec.Writer writer = new MessageBatchCodec.Writer(self);
    told.forEach(writer::add);
    send(writer.message(), List.of(), told, sending + 1);
  }

  /** Gives up commands whose reply is overdue. */
  void loseOverdue() {
    long now = System.nanoTime();
    List.copyOf(unanswered.entrySet()).stream()
        .filter(entry -> now - entry.getValue().sentNanos > OVERDUE_NANOS)
        .forEach(entry -> lose(entry.getKey(), false));
  }

  /** The other node has left. */
  void close() {
    orders.clear();
    replies.clear();
    List.copyOf(unanswered.keySet()).forEach(number -> lose(number, false));
  }

  private void lose(long number, boolean untouched) {
    Unanswered<?> lost = unanswered.remove(number);
    if (lost != null) {
      lost.reply.fail(
          untouched
              ? new AutomationMovedException(lost.automationId)
              : new ReplyLostException("the node that owns it has not answered"));
    }
  }
}
