package io.spillway.engine.routing;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Appends primitive values to a message; {@link MessageReader} reads them in the same order. */
final class MessageWriter {
  private final Buffer message = Buffer.buffer();

  Buffer message() {
    return message;
  }

  void number(long value) {
    message.appendLong(value);
  }

  void flag(boolean value) {
    message.appendByte(value ? (byte) 1 : 0);
  }

  void bytes(byte[] value) {
    message.appendInt(value.length).appendBytes(value);
  }

  void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** With nanoseconds. */
  void instant(Instant value) {
    message.appendLong(value.getEpochSecond()).appendInt(value.getNano());
  }

  void name(Enum<?> value) {
    text(value.name());
  }

  void texts(Map<String, String> value) {
    message.appendInt(value.size());
    value.forEach(
        (key, text) -> {
          text(key);
          text(text);
        });
  }

  <T> void optional(Optional<T> value, BiConsumer<MessageWriter, T> encoder) {
    flag(value.isPresent());
    value.ifPresent(present -> encoder.accept(this, present));
  }
}
