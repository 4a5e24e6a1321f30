package io.spillway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The types of an automation's triggers. A trigger is an object with one kind, as in {@code
 * {"userCreated": {…}}}, whose type is {@code TRIGGER_TYPE_USER_CREATED}.
 */
final class TriggerTypes {
  static final String PREFIX = "TRIGGER_TYPE_";
  static final String UNSPECIFIED = PREFIX + "UNSPECIFIED";
  private static final JsonFactory FACTORY = new JsonFactory();

  private TriggerTypes() {}

  /** The type of the first trigger. */
  static String primaryOf(String triggers) {
    List<String> types = of(triggers);
    return types.isEmpty() ? UNSPECIFIED : types.get(0);
  }

  /**
   * The type of each trigger.
   *
   * @param triggers a JSON array of objects
   */
  static List<String> of(String triggers) {
    List<String> types = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(triggers)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        types.add(typeIn(parser));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("stored triggers are not JSON", e);
    }
    return types;
  }

  private static String typeIn(JsonParser parser) throws IOException {
    String type = UNSPECIFIED;
    for (String kind = parser.nextFieldName(); kind != null; kind = parser.nextFieldName()) {
      boolean given = parser.nextToken() != JsonToken.VALUE_NULL;
      parser.skipChildren();
      if (given && type.equals(UNSPECIFIED)) {
        type = typeOf(kind);
      }
    }
    return type;
  }

  private static String typeOf(String kind) {
    return PREFIX + FieldNames.toSnakeCase(kind).toUpperCase(Locale.ROOT);
  }
}
