package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.domain.automation.FieldNames;
import io.spillway.domain.automation.WireDuration;
import io.spillway.domain.webhook.WebhookFormat;
import io.spillway.domain.webhook.WebhookPatch;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads the writable fields of a webhook from a request. */
final class WebhookFields {
  private static final List<String> SETTABLE =
      List.of(
          "displayName",
          "description",
          "url",
          "format",
          "method",
          "headers",
          "timeout",
          "callbackTimeout",
          "maxConcurrent",
          "maxPerSecond");

  private final Fields given;

  WebhookFields(Fields given) {
    this.given = given;
  }

  /** The fields that are present. */
  WebhookPatch present() {
    return patch(given::has);
  }

  /** The fields in {@code mask}, absent ones too; without a mask, those that are present. */
  WebhookPatch change(String mask) {
    if (mask.isBlank()) {
      return present();
    }
    Set<String> masked = new HashSet<>();
    for (String path : mask.split(",", -1)) {
      String field = FieldNames.toCamelCase(path.strip());
      if (!SETTABLE.contains(field)) {
        throw Refusals.invalid(
            "updateMask contains "
                + Refusals.quote(path)
                + ", must be "
                + String.join(", ", SETTABLE));
      }
      masked.add(field);
    }
    return patch(masked::contains);
  }

  private WebhookPatch patch(Predicate<String> selected) {
    return new WebhookPatch(
        set("displayName", selected, given::text),
        set("description", selected, given::text),
        set("url", selected, given::text),
        set("method", selected, this::method),
        set("format", selected, this::format),
        set("headers", selected, given::textMap),
        set("timeout", selected, this::duration),
        set("callbackTimeout", selected, this::duration),
        set("maxConcurrent", selected, this::count),
        set("maxPerSecond", selected, this::count));
  }

  private static <T> Optional<T> set(
      String field, Predicate<String> selected, Function<String, T> read) {
    return selected.test(field) ? Optional.of(read.apply(field)) : Optional.empty();
  }

  private String method(String field) {
    String text = given.text(field);
    return text.isEmpty() ? "POST" : text;
  }

  private WebhookFormat format(String field) {
    return switch (given.text(field)) {
      case "", "C1" -> WebhookFormat.C1;
      case "STANDARD" -> WebhookFormat.STANDARD;
      default ->
          throw Refusals.mustBe(
              given.pathOf(field), Refusals.quote(given.text(field)), "C1 or STANDARD");
    };
  }

  private int count(String field) {
    return (int) given.integer(field, 0, Integer.MAX_VALUE);
  }

  private Duration duration(String field) {
    String text = given.text(field);
    if (text.startsWith("P")) {
      try {
        return Duration.parse(text);
      } catch (DateTimeException e) {
        // Refused below, like what has another form.
      }
    }
    return WireDuration.parse(text)
        .orElseThrow(
            () ->
                Refusals.mustBe(
                    given.pathOf(field),
                    Refusals.quote(text),
                    WireDuration.ALLOWED + ", or as ISO 8601 such as PT30S"));
  }
}
