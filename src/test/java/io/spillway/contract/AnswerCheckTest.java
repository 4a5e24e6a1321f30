package io.spillway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each thing that an answer may have wrong is found. */
class AnswerCheckTest {
  private static final String DOCUMENT =
      """
      openapi: 3.1.0
      paths:
        /things/{id}:
          parameters:
            - { name: id, in: path, required: true, schema: { type: string } }
          get:
            operationId: getThing
            responses:
              '200':
                description: It.
                content:
                  application/json:
                    schema: { $ref: '#/components/schemas/Whole' }
                  application/x-ndjson:
                    schema: { type: string }
                    x-item-schema: { $ref: '#/components/schemas/Thing' }
                  text/event-stream:
                    schema: { type: string }
                    x-item-schema: { $ref: '#/components/schemas/Thing' }
              '204': { description: Nothing. }
              '503':
                description: Later.
                headers:
                  Retry-After: { required: true, schema: { type: integer } }
                content:
                  application/json:
                    schema: { $ref: '#/components/schemas/Error' }
        /things/first:
          get:
            operationId: getFirst
            responses:
              '200':
                description: Text.
                content: { text/plain: { schema: { type: string, maxLength: 3 } } }
      components:
        schemas:
          Error:
            type: object
            required: [message]
            properties: { message: { type: string } }
          Thing:
            type: object
            required: [name]
            properties:
              name: { type: string, pattern: '^[a-z]+$' }
              at: { type: string, format: date-time }
              size: { type: integer, minimum: 0, maximum: 10 }
              kind: { type: string, enum: [A, B] }
              tags: { type: array, maxItems: 2, items: { type: string } }
              any: { type: object, additionalProperties: true }
              one: { oneOf: [{ type: string }, { type: integer }] }
          Whole:
            allOf:
              - $ref: '#/components/schemas/Thing'
              - type: object
                required: [extra]
                properties: { extra: { type: boolean } }
      """;

  private final AnswerCheck check = new AnswerCheck(Document.parse(DOCUMENT));

  @Test
  void anAnswerOfTheRightShapePasses() {
    assertThat(
            inJson(
                """
                {"name":"a","at":"2026-01-31T12:00:00.5Z","size":10,"kind":"B","tags":["x"],
                 "any":{"b":[1]},"one":1,"extra":true}
                """))
        .isEmpty();
  }

  @Test
  void whatAMemberMayNotBeIsFound() {
    assertFound("{\"name\":\"a\",\"extra\":1}", "/extra is 1");
    assertFound("{\"name\":\"A\",\"extra\":true}", "/name is A");
    assertFound("{\"name\":null,\"extra\":true}", "/name is null");
    assertFound("{\"name\":\"a\",\"extra\":true,\"at\":\"2026-01-31\"}", "/at is 2026-01-31");
    assertFound(
        "{\"name\":\"a\",\"extra\":true,\"at\":\"2026-02-31T12:00:00Z\"}", "must be a date-time");
    assertFound("{\"name\":\"a\",\"extra\":true,\"size\":11}", "/size is 11");
    assertFound("{\"name\":\"a\",\"extra\":true,\"size\":-1}", "/size is -1");
    assertFound("{\"name\":\"a\",\"extra\":true,\"size\":0.5}", "/size is 0.5");
    assertFound("{\"name\":\"a\",\"extra\":true,\"kind\":\"C\"}", "/kind is C");
    assertFound("{\"name\":\"a\",\"extra\":true,\"tags\":[1]}", "/tags/0 is 1");
    assertFound("{\"name\":\"a\",\"extra\":true,\"tags\":[\"x\",\"y\",\"z\"]}", "maxItems is 2");
    assertFound("{\"name\":\"a\",\"extra\":true,\"one\":true}", "0 of oneOf");
  }

  @Test
  void aNumberBeyondAllReasonMayOnlyBeWhereAnythingMay() {
    String answer = "{\"name\":\"a\",\"extra\":true,\"%s\":%s}";
    assertThat(inJson(answer.formatted("any", "{\"n\":1E+2147483648}"))).isEmpty();
    assertFound(answer.formatted("size", "1E+2147483648"), "/size is " + asReadHere());
  }

  /** JDK 17 cannot read it, JDK 25 can. */
  private static String asReadHere() {
    try {
      return new BigDecimal("1E+2147483648").toString();
    } catch (NumberFormatException e) {
      return "NaN";
    }
  }

  @Test
  void aMemberThatIsMissingOrNotDescribedIsFound() {
    assertFound("{\"name\":\"a\"}", "has no member extra");
    assertFound("{\"extra\":true}", "has no member name");
    assertFound("{\"name\":\"a\",\"extra\":true,\"secret\":1}", "/secret is not described");
  }

  @Test
  void whatIsNotJsonIsFound() {
    assertFound("{\"name\":\"a\",\"name\":\"a\",\"extra\":true}", "not JSON");
    assertFound("{\"name\":\"a\",\"extra\":true} 1", "not JSON");
    assertFound("", "not JSON");
  }

  @Test
  void aStatusATypeOrAHeaderThatIsNotNamedIsFound() {
    assertThat(problems("/things/1", 418, "application/json", "{}").get(0)).contains("status 418");
    assertThat(problems("/things/1", 200, "text/html", "x").get(0)).contains("type is none of");
    assertThat(problems("/things/1", 503, "application/json", "{\"message\":\"\"}"))
        .containsExactly("the header Retry-After is missing");
    assertThat(problems("/things/1", 204, "text/plain", "x"))
        .containsExactly("there must be no body");
    assertThat(problems("/things/1", 204, "", "")).isEmpty();
  }

  @Test
  void aPathWithoutParametersGoesFirst() {
    assertThat(problems("/things/first", 200, "text/plain; charset=utf-8", "abc")).isEmpty();
    assertThat(problems("/things/first", 200, "text/plain", "abcd")).isNotEmpty();
  }

  @Test
  void whatNoOperationTakesIsAnsweredWithAnError() {
    assertThat(problems("/none", 404, "application/json", "{\"message\":\"\"}")).isEmpty();
    assertThat(problems("/none", 404, "text/html", "Not found")).isNotEmpty();
    assertThat(problems("/none", 404, "application/json", "{}")).isNotEmpty();
    assertThat(problems("/none", 200, "application/json", "{\"message\":\"\"}")).isNotEmpty();
    assertThat(problems("/api/none", 200, "text/html", "Hello")).isNotEmpty();
    assertThat(problems("/none", 200, "text/html", "A page")).isEmpty();
  }

  @Test
  void aHeadThatIsTooLargeIsRefusedWhateverTheOperation() {
    assertThat(problems("/things/1", 431, "application/json", "{\"message\":\"\"}")).isEmpty();
    assertThat(problems("/things/1", 431, "text/plain", "too large")).isNotEmpty();
  }

  @Test
  void onlyAPreflightIsAnsweredWithNothing() {
    assertThat(preflight("access-control-allow-methods", "")).isEmpty();
    assertThat(preflight("access-control-allow-methods", "x"))
        .containsExactly("there must be no body");
    assertThat(preflight("vary", "")).isNotEmpty();
  }

  @Test
  void headIsAnsweredAsGetWithoutTheBody() {
    assertThat(problems("HEAD", "/things/first", 200, "text/plain", "")).isEmpty();
    assertThat(problems("HEAD", "/things/first", 200, "text/plain", "abc"))
        .containsExactly("there must be no body");
    assertThat(problems("HEAD", "/things/first", 200, "text/html", "")).isNotEmpty();
    assertThat(problems("HEAD", "/things/first", 404, "text/plain", "")).isNotEmpty();
  }

  @Test
  void everyLineAndEveryEventIsLookedAt() {
    assertThat(problems("/things/1", 200, "application/x-ndjson", "{\"name\":\"a\"}\n")).isEmpty();
    assertThat(
            problems("/things/1", 200, "application/x-ndjson", "{\"name\":\"a\"}\n{\"name\":1}\n"))
        .isNotEmpty();
    String event = ": beat\n\nevent: thing\ndata: {\"name\":\"a\"}\n\n";
    assertThat(problems("/things/1", 200, "text/event-stream", event)).isEmpty();
    assertThat(problems("/things/1", 200, "text/event-stream", event + "data: {}\n\n"))
        .isNotEmpty();
  }

  @Test
  void aKeywordThatIsNotUnderstoodIsRefused() {
    assertThatThrownBy(
            () ->
                new SchemaCheck(Document.parse("paths: {}")).problems(Map.of("multipleOf", 2), "x"))
        .hasMessageContaining("multipleOf");
  }

  private List<String> preflight(String header, String body) {
    return check.problems(
        new Answered(
            "OPTIONS",
            "/things/1",
            204,
            name -> name.equalsIgnoreCase(header) ? Optional.of("GET") : Optional.empty(),
            Optional.of(body)));
  }

  private void assertFound(String body, String problem) {
    assertThat(inJson(body)).singleElement().asString().contains(problem);
  }

  private List<String> inJson(String body) {
    return problems("/things/1", 200, "application/json", body);
  }

  private List<String> problems(String path, int status, String type, String body) {
    return problems("GET", path, status, type, body);
  }

  private List<String> problems(String method, String path, int status, String type, String body) {
    return check.problems(
        new Answered(
            method,
            path,
            status,
            name ->
                name.equalsIgnoreCase("content-type") && !type.isEmpty()
                    ? Optional.of(type)
                    : Optional.empty(),
            Optional.of(body)));
  }
}
