package io.spillway.routing;

import io.spillway.actor.Operation;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of a {@link Parcel} between nodes: a format number, its sender, then one item after the
 * other, each with its kind.
 */
final class Wire {
  private static final byte FORMAT = 3;
  private static final byte ORDER = 1;
  private static final byte REPLY = 2;

  private Wire() {}

  /** Makes one message. */
  static final class Writer {
    private final WireOut out = new WireOut();

    Writer(String sender) {
      out.number(FORMAT);
      out.text(sender);
    }

    void add(Parcel.Order<?> order) {
      out.number(ORDER);
      out.number(order.number());
      out.text(order.automationId());
      out.number(order.operation().id());
      out.flag(order.operation().repeated());
      CommandForm.write(out, order.command());
    }

    void add(Parcel.Reply reply) {
      out.number(REPLY);
      out.number(reply.number());
      OutcomeForm.write(out, reply.outcome());
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
  static Parcel read(Buffer message) {
    WireIn in = new WireIn(message);
    if (in.format() < 1 || in.format() > FORMAT) {
      throw new IllegalArgumentException(
          "a parcel of format " + in.format() + ", known are 1 to " + FORMAT);
    }
    String sender = in.text();
    List<Parcel.Order<?>> orders = new ArrayList<>();
    List<Parcel.Reply> replies = new ArrayList<>();
    while (in.hasMore()) {
      long kind = in.number();
      if (kind == ORDER) {
        orders.add(order(in));
      } else if (kind == REPLY) {
        replies.add(new Parcel.Reply(in.number(), OutcomeForm.read(in)));
      } else {
        throw new IllegalArgumentException("an item of kind " + kind);
      }
    }
    return new Parcel(sender, orders, replies);
  }

  private static Parcel.Order<?> order(WireIn in) {
    long number = in.number();
    String automationId = in.text();
    Operation operation = new Operation(in.number(), in.flag());
    return new Parcel.Order<>(number, automationId, CommandForm.read(in), operation);
  }
}
