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
import java.util.Set;
import java.util.function.Consumer;

/**
 * Extracts the context from the body of an execute request, {@code {"context":{"context":{…}}}}, in
 * one pass over the bytes without building a tree, since contexts are the bulk of the input.
 */
public final class TriggerContext {
  private static final String NAME = "context";
  private static final KnownFields KNOWN = KnownFields.of(Set.of(NAME), false);

  /** The context is nested in the body and the outer context. */
  private static final JsonFactory FACTORY =
      JsonDecoder.factory(JsonDecoder.MAX_DEPTH + 2)
          .rebuild()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** Begin of the parser's message for a duplicate member, for which it has no exception type. */
  private static final String DUPLICATE_FIELD = "Duplicate field";

  private static final byte[] NONE = "{}".getBytes(StandardCharsets.UTF_8);

  private final JsonParser parser;
  private final byte[] body;

  private TriggerContext(JsonParser parser, byte[] body) {
    this.parser = parser;
    this.body = body;
  }

  /**
   * The inner context as received; {@code {}} if there is none.
   *
   * @throws RefusedException if the body is malformed
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
          "context.context is nested too deep or has too long a number, must have at most "
              + JsonDecoder.MAX_DEPTH
              + " levels and 100 digits");
    } catch (JsonProcessingException e) {
      throw e.getOriginalMessage().startsWith(DUPLICATE_FIELD)
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
      throw Refusals.invalid("the body is not an object, must be {\"context\": {…}}");
    }
    return member(this::outer, other -> {});
  }

  private byte[] outer() throws IOException {
    requireObject("context");
    return member(this::inner, TriggerContext::refuseUnwrapped);
  }

  private static void refuseUnwrapped(String other) {
    throw unwrapped("context", other);
  }

  /** The refusal for an outer context {@code field} that contains {@code other} instead. */
  static RefusedException unwrapped(String field, String other) {
    return Refusals.invalid(
        field
            + " contains "
            + Refusals.quote(other)
            + " and no context, must wrap it twice: {\"context\": {\"context\": {…}}}");
  }

  private byte[] inner() throws IOException {
    requireObject("context.context");
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    return Arrays.copyOfRange(body, from, (int) parser.currentLocation().getByteOffset());
  }

  /**
   * Reads an object to its end.
   *
   * @param reader of the member "context"
   * @param onOther called with the name of another member if that one is missing or null
   */
  private byte[] member(MemberReader reader, Consumer<String> onOther) throws IOException {
    byte[] found = NONE;
    String other = "";
    boolean others = false;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (!name.equals(NAME)) {
        KNOWN.requireName(name);
        other = name;
        others = true;
        parser.skipChildren();
        continue;
      }
      if (token != JsonToken.VALUE_NULL) {
        found = reader.read();
      }
    }
    if (others && found == NONE) {
      onOther.accept(other);
    }
    return found == NONE ? NONE.clone() : found;
  }

  private void requireObject(String field) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw Refusals.mustBe(field, kind(parser.currentToken()), "an object");
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
  private interface MemberReader {
    byte[] read() throws IOException;
  }
}
