package io.spillway.engine.routing;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what {@link MessageWriter} wrote. On a truncated message every method throws {@link
 * IndexOutOfBoundsException}.
 */
final class MessageReader {
  private final Buffer message;
  private int position;

  MessageReader(Buffer message) {
    this.message = message;
  }

  boolean hasMore() {
    return position < message.length();
  }

  private int advance(int bytes) {
    int from = position;
    position += bytes;
    return from;
  }

  long number() {
    return message.getLong(advance(Long.BYTES));
  }

  boolean flag() {
    return message.getByte(advance(Byte.BYTES)) != 0;
  }

  byte[] bytes() {
    int length = message.getInt(advance(Integer.BYTES));
    int from = advance(length);
    return message.getBytes(from, from + length);
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  Instant instant() {
    return Instant.ofEpochSecond(number(), message.getInt(advance(Integer.BYTES)));
  }

  <E extends Enum<E>> E name(Class<E> type) {
    return Enum.valueOf(type, text());
  }

  Map<String, String> texts() {
    int size = message.getInt(advance(Integer.BYTES));
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < size; i++) {
      String key = text();
      texts.put(key, text());
    }
    return texts;
  }

  <T> Optional<T> optional(Function<MessageReader, T> decoder) {
    return flag() ? Optional.of(decoder.apply(this)) : Optional.empty();
  }
}
