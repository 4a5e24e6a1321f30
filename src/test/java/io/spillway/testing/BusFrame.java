package io.spillway.testing;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Frames of the clustered event bus of Vert.x, written by hand. */
public final class BusFrame {
  public static final int NULL = 0;
  public static final int BUFFER = 11;
  public static final int JSON_OBJECT = 13;

  private static final int VERSION = 2;

  private BusFrame() {}

  /** A message to an address whose body is a Buffer. */
  public static byte[] of(String address, Map<String, String> headers, byte[] body) {
    return framed(
        message(
            BUFFER, address, headers, Buffer.buffer().appendInt(body.length).appendBytes(body)));
  }

  /** A message led by its length. */
  public static byte[] framed(Buffer message) {
    return Buffer.buffer().appendInt(message.length()).appendBuffer(message).getBytes();
  }

  /**
   * A message.
   *
   * @param codec by its number in Vert.x
   * @param body as the codec has it
   */
  public static Buffer message(
      int codec, String address, Map<String, String> headers, Buffer body) {
    return head(codec, address).appendBuffer(block(headers)).appendBuffer(body);
  }

  /** What comes before the headers of a message. */
  public static Buffer head(int codec, String address) {
    Buffer head = Buffer.buffer();
    head.appendByte((byte) VERSION).appendByte((byte) codec).appendByte((byte) 0);
    text(head, address);
    text(head, "");
    text(head, "sender");
    return head;
  }

  private static Buffer block(Map<String, String> headers) {
    Buffer entries = Buffer.buffer();
    if (!headers.isEmpty()) {
      entries.appendInt(headers.size());
      headers.forEach(
          (name, value) -> {
            text(entries, name);
            text(entries, value);
          });
    }
    return Buffer.buffer().appendInt(Integer.BYTES + entries.length()).appendBuffer(entries);
  }

  private static void text(Buffer message, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    message.appendInt(bytes.length).appendBytes(bytes);
  }
}
