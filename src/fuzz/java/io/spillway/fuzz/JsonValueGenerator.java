package io.spillway.fuzz;

import io.spillway.contract.Document;
import io.spillway.testing.ContextGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes JSON for a schema, as text. With some chance a value is one that the schema hardly allows,
 * or does not allow. Not thread-safe.
 */
final class JsonValueGenerator {
  private static final int DEEPEST = 6;

  /** Values that schemas do not describe precisely enough for random generation. */
  private static final Map<String, List<String>> APT =
      Map.ofEntries(
          Map.entry("displayName", List.of("\"Fuzz\"", "\"\u00fcber \\u0041\"", "\"x\"")),
          Map.entry("enabled", List.of("true", "true", "true", "false")),
          Map.entry("isDraft", List.of("false", "false", "false", "true")),
          Map.entry("circuitBreakerMax", List.of("0", "1", "2", "3", "10")),
          Map.entry(
              "circuitBreakerPeriod",
              List.of("\"CIRCUIT_BREAKER_PERIOD_HOUR\"", "\"CIRCUIT_BREAKER_PERIOD_DAY\"")),
          // Otherwise what is compared moves while it is read.
          Map.entry(
              "runner",
              List.of("{\"mode\":\"EXTERNAL\"}", "{\"mode\":\"EXTERNAL\",\"maxConcurrent\":7}")),
          Map.entry("automationSteps", steps()),
          Map.entry("draftAutomationSteps", steps()),
          Map.entry("triggers", triggers()),
          Map.entry("draftTriggers", triggers()),
          Map.entry("annotations", List.of("{}", "{\"team\":\"red\"}", "{\"a/b.c_d-e\":\"1~2\"}")),
          Map.entry("reason", List.of("\"\"", "\"because\"", "\"\u00fc\u4e16\"")),
          Map.entry("query", List.of("\"\"", "\"fuzz\"", "\"%\"", "\"_\"")),
          Map.entry(
              "updateMask",
              List.of("\"displayName\"", "\"enabled,isDraft\"", "\"circuitBreakerMax\"", "\"\"")));

  /** Without these, nothing much can happen to an automation. */
  private static final Set<String> WANTED =
      Set.of("enabled", "runner", "circuitBreakerMax", "circuitBreakerPeriod", "decision");

  private static final List<String> TEXTS =
      List.of("a", "", "x1", "0", "1", "42", "team", "TRIGGER_TYPE_UNSPECIFIED", "1s", "c1");

  private final Document document;
  private final ObservedIds ids;
  private final Random random;
  private final double invalidRate;
  private final ContextGenerator contexts;

  /**
   * @param invalidRate probability of a value that violates its schema
   */
  JsonValueGenerator(Document document, ObservedIds ids, Random random, double invalidRate) {
    this.document = document;
    this.ids = ids;
    this.random = random;
    this.invalidRate = invalidRate;
    this.contexts = new ContextGenerator(random);
  }

  String make(Map<String, Object> schema) {
    return value("", schema, 0);
  }

  private String value(String name, Map<String, Object> reference, int depth) {
    if (random.nextDouble() < invalidRate) {
      return EdgeCases.json(random);
    }
    if (APT.containsKey(name) && random.nextInt(8) > 0) {
      return EdgeCases.of(APT.get(name), random);
    }
    Map<String, Object> schema = document.resolve(reference);
    Optional<String> ofContexts = ofContexts(name, schema);
    if (ofContexts.isPresent()) {
      return ofContexts.get();
    }
    List<Map<String, Object>> parts = Document.list(schema, "allOf");
    if (!parts.isEmpty()) {
      return value(name, parts.get(0), depth);
    }
    if (schema.get("enum") instanceof List<?> choices) {
      return quote(EdgeCases.of(choices, random).toString());
    }
    Object type = schema.getOrDefault("type", "object");
    Object one = type instanceof List<?> several ? EdgeCases.of(several, random) : type;
    return switch (one.toString()) {
      case "object" -> object(schema, depth);
      case "array" -> array(name, schema, depth);
      case "string" -> text(name, schema);
      case "integer", "number" -> number(schema);
      case "boolean" -> String.valueOf(random.nextBoolean());
      default -> "null";
    };
  }

  /** A context, or what a review asks of contexts. */
  private Optional<String> ofContexts(String name, Map<String, Object> schema) {
    return switch (name) {
      case "context" ->
          Boolean.TRUE.equals(schema.get("additionalProperties")) && random.nextBoolean()
              ? Optional.of(contexts.context())
              : Optional.empty();
      case "contextEquals" ->
          Optional.of(few("{", "}", () -> quotedField() + ":" + contexts.scalar()));
      case "contextFilters" -> Optional.of(few("[", "]", this::condition));
      case "summaryFields" -> Optional.of(few("[", "]", this::quotedField));
      default -> Optional.empty();
    };
  }

  private String few(String begin, String end, Supplier<String> element) {
    return Stream.generate(element)
        .limit(random.nextInt(4))
        .distinct()
        .collect(Collectors.joining(",", begin, end));
  }

  private String quotedField() {
    return contexts.quoted(contexts.field());
  }

  private String condition() {
    String operand =
        switch (random.nextInt(4)) {
          case 0 -> "\"equals\":" + contexts.scalar();
          case 1 -> "\"not\":" + contexts.scalar();
          case 2 -> "\"contains\":\"a\"";
          default -> "\"exists\":" + random.nextBoolean();
        };
    return "{\"field\":" + quotedField() + "," + operand + "}";
  }

  private String object(Map<String, Object> schema, int depth) {
    List<String> members = new ArrayList<>();
    List<?> required = schema.get("required") instanceof List<?> list ? list : List.of();
    Document.members(schema, "properties")
        .forEach(
            (name, member) -> {
              boolean needed = required.contains(name) || (WANTED.contains(name) && hits(0.8));
              boolean wanted = needed ? !hits(invalidRate) : hits(depth == 0 ? 0.5 : 0.3);
              if (wanted && depth < DEEPEST) {
                members.add(quote(name) + ":" + value(name, Document.asMembers(member), depth + 1));
              }
            });
    if (schema.containsKey("additionalProperties") && hits(0.5)) {
      members.add("\"user_id\":\"u" + random.nextInt(3) + "\"");
      members.add("\"amount\":" + random.nextInt(1_000));
    }
    if (hits(invalidRate)) {
      members.add("\"unknown\":" + EdgeCases.json(random));
    }
    if (hits(invalidRate) && !members.isEmpty()) {
      members.add(EdgeCases.of(members, random));
    }
    return members.stream().collect(Collectors.joining(",", "{", "}"));
  }

  private String array(String name, Map<String, Object> schema, int depth) {
    int size = hits(invalidRate) ? 101 : random.nextInt(3);
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < size && depth < DEEPEST; i++) {
      elements.add(value(singular(name), Document.members(schema, "items"), depth + 1));
    }
    return elements.stream().collect(Collectors.joining(",", "[", "]"));
  }

  private static String singular(String name) {
    return name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
  }

  private String text(String name, Map<String, Object> schema) {
    String known = ids.forMember(name, random).orElse("");
    if (!known.isEmpty() && random.nextInt(4) > 0) {
      return quote(known);
    }
    if ("date-time".equals(schema.get("format"))) {
      return quote(
          "20" + (20 + random.nextInt(12)) + "-0" + (1 + random.nextInt(9)) + "-28T12:00:00Z");
    }
    if (schema.get("maxLength") instanceof Number max && random.nextInt(4) == 0) {
      return quote("z".repeat(max.intValue() + random.nextInt(2)));
    }
    String text = EdgeCases.of(TEXTS, random);
    if (schema.get("pattern") instanceof String pattern) {
      Pattern asked = Pattern.compile(pattern);
      text = TEXTS.stream().filter(choice -> asked.matcher(choice).find()).findFirst().orElse(text);
    }
    return quote(text);
  }

  private String number(Map<String, Object> schema) {
    long least = schema.get("minimum") instanceof Number minimum ? minimum.longValue() : 0;
    long max = schema.get("maximum") instanceof Number maximum ? maximum.longValue() : 100;
    return switch (random.nextInt(6)) {
      case 0 -> String.valueOf(least);
      case 1 -> String.valueOf(max);
      case 2 -> String.valueOf(hits(invalidRate) ? max + 1 : max);
      default -> String.valueOf(least + random.nextInt((int) Math.min(50, max - least + 1)));
    };
  }

  private boolean hits(double likelihood) {
    return random.nextDouble() < likelihood;
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static List<String> steps() {
    return List.of(
        "[]",
        "[{\"stepName\":\"one\",\"waitForDuration\":{\"duration\":\"1s\"}}]",
        "[{\"stepName\":\"a\",\"webhook\":{\"x\":[1,2]}},{\"stepName\":\"b\",\"sendEmail\":{}}]");
  }

  private static List<String> triggers() {
    return List.of("[]", "[{\"manual\":{}}]", "[{\"userCreated\":{}},{\"webhook\":{\"a\":1}}]");
  }
}
