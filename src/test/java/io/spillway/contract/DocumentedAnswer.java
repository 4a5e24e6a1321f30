package io.spillway.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer that the document names.
 *
 * @param requiredHeaders headers that it must have
 * @param content by media type
 */
public record DocumentedAnswer(
    List<String> requiredHeaders, Map<String, Map<String, Object>> content) {

  static DocumentedAnswer of(Document document, Map<String, Object> reference) {
    Map<String, Object> answer = document.resolve(reference);
    List<String> headers = new ArrayList<>();
    Document.members(answer, "headers")
        .forEach(
            (name, header) -> {
              Map<String, Object> definition = document.resolve(Document.asMembers(header));
              if (Boolean.TRUE.equals(definition.get("required"))) {
                headers.add(name);
              }
            });
    return new DocumentedAnswer(List.copyOf(headers), DocumentedOperation.contentOf(answer));
  }
}
