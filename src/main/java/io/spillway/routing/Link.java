package io.spillway.routing;

import io.spillway.actor.AutomationCommand;
import io.spillway.actor.MovedException;
import io.spillway.actor.Operation;
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
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final int MOST_ITEMS = 1_024;
  private static final int MOST_BYTES = 1_024 * 1_024;
  private static final long ACKNOWLEDGE_MILLIS = 3_000;
  private static final long OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MOST_SENDINGS_OF_A_REPLY = 5;

  private final EventBus bus;
  private final String address;
  private final String self;
  private final Queue<Parcel.Order<?>> orders = new ArrayDeque<>();
  private final Queue<Parcel.Reply> replies = new ArrayDeque<>();
  private final Map<Long, Unanswered<?>> unanswered = new HashMap<>();
  private final LongSupplier numbers;

  /**
   * @param bus to send by
   * @param address of the other node
   * @param self the id of this node
   * @param numbers gives each command one that no other command of this node has or had
   */
  Link(EventBus bus, String address, String self, LongSupplier numbers) {
    this.bus = bus;
    this.address = address;
    this.self = self;
    this.numbers = numbers;
  }

  private record Unanswered<R>(String automationId, Promise<R> reply, long sentNanos) {
    @SuppressWarnings("unchecked") // A command replies what its type says, on the other node too.
    void complete(Outcome outcome) {
      if (outcome instanceof Outcome.Done done) {
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
    orders.add(new Parcel.Order<>(number, automationId, command, operation));
    unanswered.put(number, new Unanswered<>(automationId, reply, System.nanoTime()));
  }

  /** Sends a reply with the next message. */
  void reply(Parcel.Reply reply) {
    replies.add(reply);
  }

  /** The other node replies. */
  void onReply(Parcel.Reply reply) {
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
    Wire.Writer writer = new Wire.Writer(self);
    List<Parcel.Order<?>> sent = new ArrayList<>();
    while (!orders.isEmpty() && sent.size() < MOST_ITEMS && writer.length() < MOST_BYTES) {
      Parcel.Order<?> order = orders.remove();
      sent.add(order);
      writer.add(order);
    }
    List<Parcel.Reply> told = new ArrayList<>();
    while (!replies.isEmpty() && told.size() < MOST_ITEMS && writer.length() < MOST_BYTES) {
      Parcel.Reply reply = replies.remove();
      told.add(reply);
      writer.add(reply);
    }
    send(writer.message(), sent, told, 1);
  }

  private void send(
      Buffer message, List<Parcel.Order<?>> sent, List<Parcel.Reply> told, int sending) {
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

  private void tellAgain(List<Parcel.Reply> told, int sending) {
    if (told.isEmpty()) {
      return;
    }
    if (sending == MOST_SENDINGS_OF_A_REPLY) {
      LOG.warn("{} replies did not reach {}; who waits for them asks again", told.size(), address);
      return;
    }
    Wire.Writer writer = new Wire.Writer(self);
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
              ? new MovedException(lost.automationId)
              : new LostException("the node that owns it has not answered"));
    }
  }
}
