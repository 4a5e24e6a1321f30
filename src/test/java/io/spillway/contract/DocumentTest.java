package io.spillway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The document says all that an answer can be held against. */
class DocumentTest {
  private static final Set<String> TEXT = Set.of("text/plain", "application/yaml");

  private static final int FOUND = 302;
  private static final Set<Integer> WITHOUT_CONTENT = Set.of(204, FOUND, 304);

  private final Document document = Document.load();

  @Test
  void everyOperationNamesASuccessAndTheFailuresThatAnyCanHave() {
    for (DocumentedOperation operation : document.operations()) {
      assertThat(operation.answers().keySet())
          .as(operation.id())
          .anyMatch(status -> status / 100 == 2 || status == FOUND);
      if (operation.secured()) {
        assertThat(operation.answers().keySet())
            .as(operation.id())
            .contains(400, 401, 403, 413, 415, 500, 503);
      }
    }
  }

  @Test
  void everyAnswerHasASchemaThatCanBeChecked() {
    List<String> problems = new ArrayList<>();
    for (DocumentedOperation operation : document.operations()) {
      operation
          .answers()
          .forEach(
              (status, answer) -> {
                String at = operation.id() + " " + status;
                if (answer.content().isEmpty() && !WITHOUT_CONTENT.contains(status)) {
                  problems.add(at + " has no content");
                }
                answer.content().forEach((type, media) -> media(at, type, media, problems));
              });
    }
    assertThat(problems).isEmpty();
  }

  private void media(String at, String type, Map<String, Object> media, List<String> problems) {
    boolean items = type.equals("application/x-ndjson") || type.equals("text/event-stream");
    Map<String, Object> schema = Document.members(media, items ? "x-item-schema" : "schema");
    if (schema.isEmpty()) {
      problems.add(at + " has no " + (items ? "x-item-schema" : "schema") + " for " + type);
    } else if (!TEXT.contains(type)) {
      schema(at + " " + type, schema, new HashSet<>(), problems);
    }
  }

  /** Objects say what is in them, lists of what they are. */
  private void schema(
      String at, Map<String, Object> reference, Set<Object> seen, List<String> problems) {
    Map<String, Object> schema = document.resolve(reference);
    if (!seen.add(schema)) {
      return;
    }
    Keywords.requireKnown(schema);
    if (!schema.containsKey("type")
        && !schema.containsKey("allOf")
        && !schema.containsKey("oneOf")
        && !schema.containsKey("const")) {
      problems.add(at + " has no type");
    }
    if ("array".equals(schema.get("type")) && !schema.containsKey("items")) {
      problems.add(at + " has no items");
    }
    Document.members(schema, "properties")
        .forEach((name, part) -> schema(at + "/" + name, Document.asMembers(part), seen, problems));
    if (schema.containsKey("items")) {
      schema(at + "/items", Document.members(schema, "items"), seen, problems);
    }
    for (String keyword : List.of("allOf", "oneOf")) {
      Document.list(schema, keyword).forEach(part -> schema(at, part, seen, problems));
    }
  }
}
