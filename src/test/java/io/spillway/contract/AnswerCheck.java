package io.spillway.contract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds answers against the document. Thread-safe. */
public final class AnswerCheck {
  /** What a request gets that is none of any operation. */
  private static final Set<Integer> UNMATCHED = Set.of(400, 404, 405, 414, 431, 503);

  /** A request whose head is too large is not read, so it is none of any operation either. */
  private static final Set<Integer> UNREAD = Set.of(414, 431);

  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";
  private static final String LINES = "application/x-ndjson";

  /** How the document says of what shape the events of a stream, or the lines of a file are. */
  private static final String ITEM_SCHEMA = "x-item-schema";

  private static final Map<String, Object> ERROR = Map.of("$ref", "#/components/schemas/Error");

  private final Document document;
  private final SchemaCheck schemas;

  public AnswerCheck(Document document) {
    this.document = document;
    this.schemas = new SchemaCheck(document);
  }

  /**
   * Fails if something is wrong with an answer.
   *
   * @throws AssertionError that says what is
   */
  public void require(Answered answer) {
    List<String> problems = problems(answer);
    if (!problems.isEmpty()) {
      throw new AssertionError(
          "the answer is not as openapi.yaml has it:\n%s %s -> %d %s\n%s\n%s"
              .formatted(
                  answer.method(),
                  answer.path(),
                  answer.status(),
                  answer.mediaType().orElse("without a type"),
                  answer.body().orElse(""),
                  String.join("\n", problems)));
    }
  }

  /** What is wrong with an answer, in words; empty if nothing is. */
  public List<String> problems(Answered answer) {
    Optional<DocumentedOperation> operation = document.find(answer.method(), answer.path());
    return operation.isPresent() && !UNREAD.contains(answer.status())
        ? ofOperation(operation.get(), answer)
        : unmatched(answer);
  }

  /** The same of an answer that this operation must have given. */
  public List<String> ofOperation(DocumentedOperation operation, Answered answer) {
    Optional<DocumentedAnswer> documented = operation.answer(answer.status());
    if (documented.isEmpty()) {
      return List.of(
          "%s does not name the status %d, it names %s"
              .formatted(operation.id(), answer.status(), operation.answers().keySet()));
    }
    List<String> problems = new ArrayList<>();
    for (String header : documented.get().requiredHeaders()) {
      if (answer.headers().apply(header).isEmpty()) {
        problems.add("the header " + header + " is missing");
      }
    }
    Map<String, Map<String, Object>> content = documented.get().content();
    if (content.isEmpty()) {
      requireNoBody(answer, problems);
      return problems;
    }
    Map<String, Object> media = content.get(answer.mediaType().orElse(""));
    if (media == null) {
      problems.add("the type is none of " + content.keySet());
    } else if (answer.method().equals("HEAD")) {
      requireNoBody(answer, problems);
    } else {
      body(media, answer, problems);
    }
    return problems;
  }

  /** The same of an answer that no operation must have given. */
  public List<String> unmatched(Answered answer) {
    List<String> problems = new ArrayList<>();
    if (isPage(answer)) {
      return problems;
    }
    if (isPreflight(answer)) {
      requireNoBody(answer, problems);
    } else if (!UNMATCHED.contains(answer.status())) {
      problems.add("no operation of the document is at this path");
    } else if (answer.method().equals("HEAD")) {
      requireNoBody(answer, problems);
    } else if (answer.mediaType().equals(Optional.of(JSON))) {
      answer.body().ifPresent(body -> problems.addAll(inJson(ERROR, body)));
    } else {
      problems.add("the type of an error is " + JSON);
    }
    return problems;
  }

  /** Pages for browsers are served beside what the document describes. */
  private static boolean isPage(Answered answer) {
    return answer.status() < 400
        && Set.of("GET", "HEAD").contains(answer.method())
        && !answer.path().startsWith("/api/")
        && !answer.mediaType().equals(Optional.of(JSON));
  }

  /** Browsers ask what they may send before they do; see the Fetch standard. */
  private static boolean isPreflight(Answered answer) {
    return answer.method().equals("OPTIONS")
        && answer.status() == 204
        && answer.headers().apply("Access-Control-Allow-Methods").isPresent();
  }

  private static void requireNoBody(Answered answer, List<String> problems) {
    if (!answer.body().orElse("").isEmpty()) {
      problems.add("there must be no body");
    }
  }

  private void body(Map<String, Object> media, Answered answer, List<String> problems) {
    String type = answer.mediaType().orElse("");
    Map<String, Object> schema = Document.members(media, "schema");
    answer
        .body()
        .ifPresent(
            body -> {
              switch (type) {
                case JSON -> problems.addAll(inJson(schema, body));
                case EVENTS -> problems.addAll(items(media, type, eventsIn(body)));
                case LINES -> problems.addAll(items(media, type, body.lines().toList()));
                default -> problems.addAll(schemas.problems(schema, body));
              }
            });
  }

  private List<String> items(Map<String, Object> media, String type, List<String> items) {
    if (!media.containsKey(ITEM_SCHEMA)) {
      return List.of(type + " has no " + ITEM_SCHEMA + " in the document, so cannot be checked");
    }
    Map<String, Object> schema = Document.members(media, ITEM_SCHEMA);
    return items.stream().flatMap(item -> inJson(schema, item).stream()).toList();
  }

  /** The data of the events in a stream. */
  private static List<String> eventsIn(String stream) {
    List<String> data = new ArrayList<>();
    for (String event : List.of(stream.split("\n\n", -1))) {
      String lines =
          event
              .lines()
              .filter(line -> line.startsWith("data:"))
              .map(line -> line.substring("data:".length()).strip())
              .collect(Collectors.joining("\n"));
      if (!lines.isEmpty()) {
        data.add(lines);
      }
    }
    return data;
  }

  private List<String> inJson(Map<String, Object> schema, String body) {
    if (schema.isEmpty()) {
      return List.of("the document has no schema for it");
    }
    try {
      return schemas.problems(schema, StrictJson.parse(body));
    } catch (IOException e) {
      return List.of("it is not JSON: " + e.getMessage());
    }
  }
}
