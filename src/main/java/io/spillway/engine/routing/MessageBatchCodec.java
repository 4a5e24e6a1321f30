package io.spillway.engine.routing;

import io.spillway.engine.actor.Operation;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes a {@link MessageBatch}: a format number, the sender, then the items, each led by its
 * kind. Format 3 is that of version 0.1.0; its clears have no reason.
 */
final class MessageBatchCodec {
  private static final byte FORMAT = 7;
  private static final byte COMMAND = 1;
  private static final byte REPLY = 2;

  private MessageBatchCodec() {}

  /** Builds one message. */
  static final class Writer {
    private final MessageWriter out = new MessageWriter();

    Writer(String sender) {
      out.number(FORMAT);
      out.text(sender);
    }

    void add(MessageBatch.CommandMessage<?> command) {
      out.number(COMMAND);
      out.number(command.number());
      out.text(command.automationId());
      out.number(command.operation().id());
      out.flag(command.operation().repeated());
      CommandCodec.write(out, command.command());
    }

    void add(MessageBatch.ReplyMessage reply) {
      out.number(REPLY);
      out.number(reply.number());
      CommandResultCodec.write(out, reply.result());
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
   * @throws IllegalArgumentException if its format or one of its items is unknown
   * @throws IndexOutOfBoundsException if it is truncated
   */
  static MessageBatch read(Buffer message) {
    MessageReader in = new MessageReader(message);
    long format = in.number();
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format of the message batch is " + format + ", must be " + FORMAT);
    }
    String sender = in.text();
    List<MessageBatch.CommandMessage<?>> commands = new ArrayList<>();
    List<MessageBatch.ReplyMessage> replies = new ArrayList<>();
    while (in.hasMore()) {
      long kind = in.number();
      if (kind == COMMAND) {
        commands.add(command(in));
      } else if (kind == REPLY) {
        replies.add(new MessageBatch.ReplyMessage(in.number(), CommandResultCodec.read(in)));
      } else {
        throw new IllegalArgumentException("unknown item kind " + kind);
      }
    }
    return new MessageBatch(sender, commands, replies);
  }

  private static MessageBatch.CommandMessage<?> command(MessageReader in) {
    long number = in.number();
    String automationId = in.text();
    Operation operation = new Operation(in.number(), in.flag());
    return new MessageBatch.CommandMessage<>(
        number, automationId, CommandCodec.read(in), operation);
  }
}
