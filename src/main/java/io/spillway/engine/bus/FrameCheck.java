package io.spillway.engine.bus;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * Checks that the parts of a message on the event bus lie within it: Vert.x allocates what their
 * lengths say, and it decodes JSON before anyone can ask who has sent it. The form is that of
 * Vert.x: version, codec, whether it is sent or published, address, reply address, sender, headers,
 * body. Texts are led by their length.
 */
final class FrameCheck {
  /** What is decoded takes up to 25 times as much. Requests have 1 MiB. */
  static final int MAX_JSON = 2 << 20;

  /** A node needs some hundred bytes. */
  static final int MAX_HEADERS = 64 << 10;

  /** Codecs of Vert.x; those up to {@link #CHAR} that are not named have a body of fixed length. */
  private static final int NAMED = -1;

  private static final int TEXT = 9;
  private static final int CHAR = 10;
  private static final int BUFFER = 11;
  private static final int BYTES = 12;
  private static final int JSON_OBJECT = 13;
  private static final int JSON_ARRAY = 14;
  private static final int FAILURE = 15;

  private FrameCheck() {}

  /** What is wrong with a message, if anything is. */
  static Optional<String> problemOf(ByteBuf message) {
    try {
      message.skipBytes(1);
      int codec = message.readByte();
      if (codec == NAMED) {
        skipText(message);
      }
      message.skipBytes(1);
      skipText(message);
      skipText(message);
      skipText(message);
      return problemOfHeaders(message).or(() -> problemOfBody(codec, message));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.of("a part of a message is longer than the message");
    }
  }

  /** They begin with their length, which counts itself; if there are any, their number follows. */
  private static Optional<String> problemOfHeaders(ByteBuf message) {
    int length = message.readInt();
    if (length > MAX_HEADERS) {
      return Optional.of(
          "the length of the headers is " + length + ", must be at most " + MAX_HEADERS);
    }
    ByteBuf headers = message.readSlice(length - Integer.BYTES);
    int count = headers.isReadable() ? headers.readInt() : 0;
    for (int i = 0; i < count; i++) {
      skipText(headers);
      skipText(headers);
    }
    return Optional.empty();
  }

  private static Optional<String> problemOfBody(int codec, ByteBuf message) {
    switch (codec) {
      case TEXT, BUFFER, BYTES -> skipText(message);
      case JSON_OBJECT, JSON_ARRAY -> {
        int length = message.getInt(message.readerIndex());
        if (length > MAX_JSON) {
          return Optional.of(
              "the length of a body of JSON is " + length + ", must be at most " + MAX_JSON);
        }
        skipText(message);
      }
      case FAILURE -> {
        message.skipBytes(1 + Integer.BYTES);
        if (message.readBoolean()) {
          skipText(message);
        }
      }
      default -> {
        if (codec < NAMED || codec > CHAR) {
          return Optional.of("the codec of a message is " + codec + ", must be one from -1 to 15");
        }
      }
    }
    return Optional.empty();
  }

  private static void skipText(ByteBuf message) {
    message.skipBytes(message.readInt());
  }
}
