package io.spillway.api.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.spillway.domain.automation.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Decodes request bodies: one JSON object in UTF-8, with limits on depth and number length. */
public final class JsonDecoder {
  /** Maximum nesting depth of a context, a step or a trigger, itself included. */
  static final int MAX_DEPTH = 64;

  /** Levels around a context: the body, the automation, and the outer context. */
  private static final int ENVELOPE_DEPTH = 3;

  private static final int MAX_NUMBER = 100;

  /** In the parser's message, for which it has no exception type. */
  private static final Pattern SURROGATE_IN_NAME =
      Pattern.compile("surrogate( pair)? in field name");

  private static final JsonFactory FACTORY = factory(MAX_DEPTH + ENVELOPE_DEPTH);
  private static final JsonValue NULL = new JsonValue.Null();
  private static final JsonValue TRUE = new JsonValue.Bool(true);
  private static final JsonValue FALSE = new JsonValue.Bool(false);

  private final JsonParser parser;
  private final byte[] text;

  private JsonDecoder(JsonParser parser, byte[] text) {
    this.parser = parser;
    this.text = text;
  }

  /** A factory of parsers that refuse input nested deeper than {@code maxDepth}. */
  static JsonFactory factory(int maxDepth) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxNumberLength(MAX_NUMBER)
                .build())
        .build();
  }

  /**
   * The object in {@code body}; an empty body is {@code {}}.
   *
   * @throws RefusedException if it is not an object, too deep, or has a duplicate member
   */
  public static JsonValue.Members decode(byte[] body) {
    if (body.length == 0) {
      return JsonValue.Members.NONE;
    }
    requireUtf8(body);
    try (JsonParser parser = FACTORY.createParser(body)) {
      JsonToken first = parser.nextToken();
      JsonValue root = first == null ? NULL : new JsonDecoder(parser, body).value(first);
      requireEnd(parser);
      if (root instanceof JsonValue.Members members) {
        return members;
      }
      if (root instanceof JsonValue.Null) {
        return JsonValue.Members.NONE;
      }
      throw Refusals.mustBe("the body", root.kind(), "an object");
    } catch (JsonProcessingException e) {
      throw refusal(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from memory", e);
    }
  }

  /**
   * Refuses all but UTF-8 without a byte order mark: the parser would detect UTF-16 and UTF-32, but
   * slices of the text are stored as they are.
   */
  static void requireUtf8(byte[] body) {
    int first = body.length == 0 ? ' ' : body[0];
    boolean wide = first == 0 || (body.length > 1 && body[1] == 0);
    if (wide || !isUtf8(body)) {
      throw Refusals.invalid("the body is not valid UTF-8, must be JSON in UTF-8");
    }
    if (first == (byte) 0xEF) {
      throw Refusals.invalid(
          "the body begins with a byte order mark, must be JSON without byte order mark");
    }
  }

  private static boolean isUtf8(byte[] body) {
    for (byte b : body) {
      if (b < 0) {
        return decodes(body);
      }
    }
    return true;
  }

  private static boolean decodes(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  static void requireEnd(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw Refusals.invalid(
          "the body continues after the end of its object at " + place(parser.currentLocation()));
    }
  }

  /** The refusal for a parser error, without the parser's internals. */
  static RefusedException refusal(JsonProcessingException fault) {
    if (fault instanceof StreamConstraintsException) {
      return Refusals.invalid(
          "the body breaks a limit at "
              + place(fault.getLocation())
              + ": at most "
              + MAX_DEPTH
              + " levels in a context and "
              + MAX_NUMBER
              + " digits in a number");
    }
    if (SURROGATE_IN_NAME.matcher(fault.getOriginalMessage()).find()) {
      return Refusals.invalid(
          "the name of a member at " + place(fault.getLocation()) + ValidText.UNPAIRED_SURROGATE);
    }
    return Refusals.invalid("the body is not valid JSON at " + place(fault.getLocation()));
  }

  static String place(JsonLocation at) {
    return at == null ? "its end" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private JsonValue value(JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> members();
      case START_ARRAY -> items();
      case VALUE_STRING -> new JsonValue.Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Num(parser.getText());
      case VALUE_TRUE -> TRUE;
      case VALUE_FALSE -> FALSE;
      case VALUE_NULL -> NULL;
      default -> throw new IllegalStateException("no value begins with " + token);
    };
  }

  private JsonValue members() throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    int depth = 0;
    Map<String, JsonValue> values = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonValue value = value(parser.nextToken());
      depth = Math.max(depth, value.depth());
      if (values.put(name, value) != null) {
        throw Refusals.invalid("the member " + Refusals.quote(name) + " is given twice");
      }
    }
    return new JsonValue.Members(values, depth + 1, sourceFrom(from));
  }

  private JsonValue items() throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    int depth = 0;
    List<JsonValue> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      JsonValue value = value(token);
      depth = Math.max(depth, value.depth());
      elements.add(value);
    }
    return new JsonValue.Items(elements, depth + 1, sourceFrom(from));
  }

  private JsonValue.Source sourceFrom(int from) {
    return new JsonValue.Source(text, from, (int) parser.currentLocation().getByteOffset());
  }
}
