package io.spillway.api.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.FieldNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The types of an automation's triggers: of the published triggers, or of the draft triggers while
 * it is a draft without published ones. A trigger is an object with one kind, such as {@code
 * {"appUserCreated": {…}}}, whose type is {@code TRIGGER_TYPE_APP_USER_CREATE}. The enum is C1's,
 * and clients refuse unknown names: a kind outside the enum ({@code manual}, unknown kinds) has no
 * type.
 */
final class TriggerTypes {
  private static final String PREFIX = "TRIGGER_TYPE_";
  static final String UNSPECIFIED = PREFIX + "UNSPECIFIED";

  private static final Map<String, String> BY_KIND =
      Map.ofEntries(
          Map.entry("userProfileChange", PREFIX + "USER_PROFILE_CHANGE"),
          Map.entry("appUserCreated", PREFIX + "APP_USER_CREATE"),
          Map.entry("appUserUpdated", PREFIX + "APP_USER_UPDATE"),
          Map.entry("usageBasedRevocation", PREFIX + "UNUSED_ACCESS"),
          Map.entry("userCreated", PREFIX + "USER_CREATED"),
          Map.entry("grantFound", PREFIX + "GRANT_FOUND"),
          Map.entry("grantDeleted", PREFIX + "GRANT_DELETED"),
          Map.entry("webhook", PREFIX + "WEBHOOK"),
          Map.entry("schedule", PREFIX + "SCHEDULE"),
          Map.entry("form", PREFIX + "FORM"),
          Map.entry("scheduleAppUser", PREFIX + "SCHEDULE_APP_USER"),
          Map.entry("accessConflict", PREFIX + "ACCESS_CONFLICT"),
          Map.entry("scheduleNoUser", PREFIX + "SCHEDULE_NO_USER"));

  /** All names of the enum by their numbers, from 0. */
  static final List<String> ALL =
      Stream.of(
              "UNSPECIFIED",
              "USER_PROFILE_CHANGE",
              "APP_USER_CREATE",
              "APP_USER_UPDATE",
              "UNUSED_ACCESS",
              "USER_CREATED",
              "GRANT_FOUND",
              "GRANT_DELETED",
              "WEBHOOK",
              "SCHEDULE",
              "FORM",
              "SCHEDULE_APP_USER",
              "ACCESS_CONFLICT",
              "SCHEDULE_NO_USER")
          .map(PREFIX::concat)
          .toList();

  private static final JsonFactory FACTORY = new JsonFactory();

  private TriggerTypes() {}

  /** The type of the first trigger that has one. */
  static String primaryOf(Automation automation) {
    List<String> types = of(automation);
    return types.isEmpty() ? UNSPECIFIED : types.get(0);
  }

  /** The types of the triggers, in their order. */
  static List<String> of(Automation automation) {
    List<String> types = of(automation.document().triggers());
    return types.isEmpty() && automation.draft()
        ? of(automation.document().draftTriggers())
        : types;
  }

  private static List<String> of(String triggers) {
    List<String> types = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(triggers)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        typeIn(parser).ifPresent(types::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("stored triggers are not JSON", e);
    }
    return types;
  }

  private static Optional<String> typeIn(JsonParser parser) throws IOException {
    String type = null;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      boolean given = parser.nextToken() != JsonToken.VALUE_NULL;
      parser.skipChildren();
      if (given && type == null) {
        type = BY_KIND.get(FieldNames.toCamelCase(name));
      }
    }
    return Optional.ofNullable(type);
  }
}
