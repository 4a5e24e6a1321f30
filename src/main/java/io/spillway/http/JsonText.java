package io.spillway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes JSON as the proto3 mapping has it: int64 as strings, timestamps with milliseconds. */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private JsonText() {}

  /** Writes the members of an object. */
  @FunctionalInterface
  interface Members {
    void writeTo(JsonGenerator out) throws IOException;
  }

  /** An object with these members, in UTF-8. */
  static Buffer object(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      members.writeTo(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  /** A member that is an object. */
  static void object(JsonGenerator out, String name, Members members) throws IOException {
    out.writeObjectFieldStart(name);
    members.writeTo(out);
    out.writeEndObject();
  }

  /** A member that is JSON text already. */
  static void raw(JsonGenerator out, String name, String json) throws IOException {
    out.writeFieldName(name);
    out.writeRawValue(json);
  }

  /** A member that holds a moment. */
  static void timestamp(JsonGenerator out, String name, Instant at) throws IOException {
    out.writeStringField(name, TIMESTAMP.format(at));
  }

  /** A member of type int64. */
  static void int64(JsonGenerator out, String name, long value) throws IOException {
    out.writeStringField(name, Long.toString(value));
  }
}
