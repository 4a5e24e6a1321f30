package io.spillway.engine.routing;

import io.spillway.engine.actor.Operation;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of a {@link MessageBatch} between nodes: a format number, its sender, then one item
 * after the other, each with its kind.
 */
final class MessageBatchCodec {
  private static final byte FORMAT = 3;
  private static final byte ORDER = 1;
  private static final byte REPLY = 2;

  private MessageBatchCodec() {}

  /** Makes one message. */
  static final class Writer {
    private final MessageWriter out = new MessageWriter();

    Writer(String sender) {
      out.number(FORMAT);
      out.text(sender);
    }

    void add(MessageBatch.CommandMessage<?> order) {
      out.number(ORDER);
      out.number(order.number());
      out.text(order.automationId());
      out.number(order.operation().id());
      out.flag(order.operation().repeated());
      CommandCodec.write(out, order.command());
    }

    void add(MessageBatch.ReplyMessage reply) {
      out.number(REPLY);
      out.number(reply.number());
      CommandResultCodec.write(out, reply.outcome());
    }

    int length() {
      return out.message().length();
    }

    Buffer message() {
      return out.message();
    }
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException if it is of another format or broken
   */
  static MessageBatch read(Buffer message) {
    MessageReader in = new MessageReader(message);
    if (in.format() < 1 || in.format() > FORMAT) {
      throw new IllegalArgumentException(
          "a parcel of format " + in.format() + ", known are 1 to " + FORMAT);
    }
    String sender = in.text();
    List<MessageBatch.CommandMessage<?>> orders = new ArrayList<>();
    List<MessageBatch.ReplyMessage> replies = new ArrayList<>();
    while (in.hasMore()) {
      long kind = in.number();
      if (kind == ORDER) {
        orders.add(order(in));
      } else if (kind == REPLY) {
        replies.add(new MessageBatch.ReplyMessage(in.number(), CommandResultCodec.read(in)));
      } else {
        throw new IllegalArgumentException("an item of kind " + kind);
      }
    }
    return new MessageBatch(sender, orders, replies);
  }

  private static MessageBatch.CommandMessage<?> order(MessageReader in) {
    long number = in.number();
    String automationId = in.text();
    Operation operation = new Operation(in.number(), in.flag());
    return new MessageBatch.CommandMessage<>(
        number, automationId, CommandCodec.read(in), operation);
  }
}
