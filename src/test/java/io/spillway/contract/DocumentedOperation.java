package io.spillway.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An operation of the document, with its references followed as far as here.
 *
 * @param id of the operation
 * @param method in upper case
 * @param path with its parameters in braces
 * @param parameters of the path and the query
 * @param bodies that it takes, by media type
 * @param bodyRequired whether it must get one
 * @param answers by status
 * @param secured whether it asks for a token
 * @param pattern of the paths that are its
 */
public record DocumentedOperation(
    String id,
    String method,
    String path,
    List<Parameter> parameters,
    Map<String, Map<String, Object>> bodies,
    boolean bodyRequired,
    Map<Integer, DocumentedAnswer> answers,
    boolean secured,
    Pattern pattern) {

  /**
   * A parameter.
   *
   * @param name of the parameter
   * @param in {@code path}, {@code query} or {@code header}
   * @param required whether it must be there
   * @param schema of its value
   */
  public record Parameter(String name, String in, boolean required, Map<String, Object> schema) {}

  static DocumentedOperation of(
      Document document,
      String path,
      String method,
      Map<String, Object> definition,
      List<Map<String, Object>> shared) {
    List<Parameter> parameters = new ArrayList<>();
    List<Map<String, Object>> all = new ArrayList<>(shared);
    all.addAll(Document.list(definition, "parameters"));
    for (Map<String, Object> reference : all) {
      Map<String, Object> parameter = document.resolve(reference);
      parameters.add(
          new Parameter(
              Document.text(parameter, "name"),
              Document.text(parameter, "in"),
              Boolean.TRUE.equals(parameter.get("required")),
              document.resolve(Document.members(parameter, "schema"))));
    }
    Map<String, Object> body = document.resolve(Document.members(definition, "requestBody"));
    Map<Integer, DocumentedAnswer> answers = new TreeMap<>();
    Document.members(definition, "responses")
        .forEach(
            (status, answer) ->
                answers.put(
                    Integer.parseInt(status),
                    DocumentedAnswer.of(document, Document.asMembers(answer))));
    return new DocumentedOperation(
        Document.text(definition, "operationId"),
        method.toUpperCase(Locale.ROOT),
        path,
        List.copyOf(parameters),
        contentOf(body),
        Boolean.TRUE.equals(body.get("required")),
        answers,
        !(definition.get("security") instanceof List<?> none && none.isEmpty()),
        patternOf(path));
  }

  static Map<String, Map<String, Object>> contentOf(Map<String, Object> holder) {
    Map<String, Map<String, Object>> content = new LinkedHashMap<>();
    Document.members(holder, "content")
        .forEach((type, media) -> content.put(type, Document.asMembers(media)));
    return content;
  }

  private static Pattern patternOf(String path) {
    StringBuilder pattern = new StringBuilder();
    for (String part : List.of(path.split("(?=\\{)|(?<=\\})", -1))) {
      pattern.append(part.startsWith("{") ? "[^/]+" : Pattern.quote(part));
    }
    return Pattern.compile(pattern.toString());
  }

  boolean isAt(String sentPath) {
    return pattern.matcher(sentPath).matches();
  }

  public Optional<DocumentedAnswer> answer(int status) {
    return Optional.ofNullable(answers.get(status));
  }
}
