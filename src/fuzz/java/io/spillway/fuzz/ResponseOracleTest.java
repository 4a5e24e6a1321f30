package io.spillway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.Document;
import io.spillway.contract.DocumentedOperation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Faults that a server may have, each of which is found. */
class ResponseOracleTest {
  private static final String REFUSED = "{\"code\":5,\"message\":\"no automation\",\"details\":[]}";

  private final Document document = Document.load();
  private final ResponseOracle oracle = new ResponseOracle(document, 5_000);

  @Test
  void anAnswerThatTheDocumentNamesPasses() {
    assertThat(problems("/api/v1/automations/a", 404, REFUSED, 4_999)).isEmpty();
  }

  @Test
  void aFaultOfTheServerIsFoundThoughTheDocumentNamesIt() {
    assertThat(problems("/api/v1/automations/a", 500, REFUSED, 1))
        .containsExactly("the status is 500");
  }

  @Test
  void anAnswerThatTookTooLongIsFound() {
    assertThat(problems("/api/v1/automations/a", 404, REFUSED, 5_001))
        .containsExactly("it took 5001 ms");
  }

  @Test
  void whatIsOfTheInsideIsFound() {
    for (String internal :
        List.of(
            "java.lang.IllegalStateException",
            "at io.spillway.api.http.json.Fields(Fields.java:12)",
            "[SQLITE_BUSY] database is locked",
            "HazelcastInstanceNotActive")) {
      assertThat(
              problems("/api/v1/automations/a", 404, REFUSED.replace("no automation", internal), 1))
          .as(internal)
          .containsExactly("the body reveals internals");
    }
  }

  @Test
  void anAnswerOfAnotherShapeIsFound() {
    assertThat(problems("/api/v1/automations/a", 404, "{\"code\":5,\"message\":\"\"}", 1))
        .containsExactly(" has no member details");
    assertThat(problems("/api/v1/automations/a", 409, REFUSED, 1).toString())
        .contains("does not name the status 409");
  }

  @Test
  void anOddPathMayBeNoOperationsPath() {
    assertThat(problems("/api/v1/automations/%2e%2e", 404, REFUSED, 1)).isEmpty();
    assertThat(problems("/api/v1/automations/%2e%2e", 200, REFUSED, 1)).isNotEmpty();
    String list = "{\"list\":[],\"nextPageToken\":\"\"}";
    assertThat(problems("/api/v1/automations/.", 200, list, 1)).isNotEmpty();
    assertThat(problems("/api/v1/automations/a%2e", 200, list, 1)).isNotEmpty();
  }

  private List<String> problems(String path, int status, String body, long millis) {
    DocumentedOperation operation = document.find("GET", "/api/v1/automations/a").orElseThrow();
    return oracle.problems(
        new FuzzRequest(operation, "GET", path, List.of(), Optional.empty()),
        new RawResponse(status, Map.of("content-type", "application/json"), body, millis));
  }
}
