package io.spillway.api.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.engine.event.BreakerJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** Writes JSON by the proto3 mapping: int64 as strings, timestamps with milliseconds. */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /** Writes the members of an object. */
  @FunctionalInterface
  public interface Members {
    void writeTo(JsonGenerator out) throws IOException;
  }

  /** An object with these members, in UTF-8. */
  public static Buffer object(Members members) {
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
  public static void object(JsonGenerator out, String name, Members members) throws IOException {
    out.writeObjectFieldStart(name);
    members.writeTo(out);
    out.writeEndObject();
  }

  /** A member given as JSON text. */
  public static void raw(JsonGenerator out, String name, String json) throws IOException {
    out.writeFieldName(name);
    out.writeRawValue(json);
  }

  /** A member that is a text, which may have unpaired surrogates. */
  public static void text(JsonGenerator out, String name, String text) throws IOException {
    raw(out, name, Json.encode(text));
  }

  /** A member given as an object. */
  public static void object(JsonGenerator out, String name, JsonObject json) throws IOException {
    raw(out, name, json.encode());
  }

  /** A member of type timestamp. */
  public static void timestamp(JsonGenerator out, String name, Instant at) throws IOException {
    out.writeStringField(name, BreakerJson.timestamp(at));
  }

  /** A member of type timestamp, {@code null} if it is not set. */
  public static void timestamp(JsonGenerator out, String name, Optional<Instant> at)
      throws IOException {
    if (at.isPresent()) {
      timestamp(out, name, at.get());
    } else {
      out.writeNullField(name);
    }
  }

  /** A member of type int64. */
  public static void int64(JsonGenerator out, String name, long value) throws IOException {
    out.writeStringField(name, Long.toString(value));
  }
}
