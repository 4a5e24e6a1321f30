package io.spillway.api.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.spillway.domain.automation.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes the context out of the body of an execute request, {@code {"context":{"context":{…}}}}: one
 * pass over the bytes that builds no tree, since contexts are the bulk of what the server takes in.
 */
public final class TriggerContext {
  private static final String NAME = "context";

  /** Around the context stand the body and the outer context. */
  private static final JsonFactory FACTORY =
      JsonDecoder.factory(JsonDecoder.DEEPEST + 2)
          .rebuild()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** So the parser begins to tell of a member that is given twice; it has no type for that. */
  private static final String TWICE = "Duplicate field";

  private static final byte[] NONE = "{}".getBytes(StandardCharsets.UTF_8);

  private final JsonParser parser;
  private final byte[] body;

  private TriggerContext(JsonParser parser, byte[] body) {
    this.parser = parser;
    this.body = body;
  }

  /**
   * The inner context as it was written; {@code {}} if there is none.
   *
   * @throws RefusedException if the body is not as it should be
   */
  public static byte[] of(byte[] body) {
    if (body.length == 0) {
      return NONE.clone();
    }
    JsonDecoder.requireUtf8(body);
    try (JsonParser parser = FACTORY.createParser(body)) {
      byte[] context = new TriggerContext(parser, body).body();
      JsonDecoder.requireEnd(parser);
      return context;
    } catch (StreamConstraintsException e) {
      throw Refusals.invalid(
          "context.context is nested too deep or holds too long a number: allowed are "
              + JsonDecoder.DEEPEST
              + " levels and 100 digits");
    } catch (JsonProcessingException e) {
      throw e.getOriginalMessage().startsWith(TWICE)
          ? Refusals.invalid("a member is given twice at " + JsonDecoder.place(e.getLocation()))
          : JsonDecoder.refusal(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from memory", e);
    }
  }

  private byte[] body() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_NULL || token == null) {
      return NONE.clone();
    }
    if (token != JsonToken.START_OBJECT) {
      throw Refusals.invalid("the body is not an object, allowed is {\"context\": {…}}");
    }
    return member(this::outer);
  }

  private byte[] outer() throws IOException {
    requireObject("context");
    return member(this::inner);
  }

  private byte[] inner() throws IOException {
    requireObject("context.context");
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    return Arrays.copyOfRange(body, from, (int) parser.currentLocation().getByteOffset());
  }

  /** Reads to the end of an object what {@code take} makes of its member of this name. */
  private byte[] member(Take take) throws IOException {
    byte[] taken = NONE;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (!name.equals(NAME)) {
        parser.skipChildren();
        continue;
      }
      if (token != JsonToken.VALUE_NULL) {
        taken = take.value();
      }
    }
    return taken == NONE ? NONE.clone() : taken;
  }

  private void requireObject(String field) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw Refusals.invalid(
          field + " is " + kind(parser.currentToken()) + ", allowed is an object");
    }
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      default -> "a boolean";
    };
  }

  @FunctionalInterface
  private interface Take {
    byte[] value() throws IOException;
  }
}
