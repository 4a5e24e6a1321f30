package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.MemoryAuditLog;
import io.spillway.api.auth.TrustedProxies;
import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.AuditEvent.Kind;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the system log has of requests that are answered with 401 or 403. */
class RefusedRequestsTest {
  private static final String LIST = "/api/v1/automations";
  private static final String EXECUTE = LIST + "/a1/execute";

  private final ApiServer server = new ApiServer(TrustedProxies.of(List.of("127.0.0.1")));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aHundredForgedTokensAreFewRowsThatCountAHundred() {
    for (int i = 0; i < 100; i++) {
      assertThat(status(bearer("GET", LIST + "/secret-id-" + i, "forged-" + i))).isEqualTo(401);
    }
    server.recorder.writeRest();

    List<AuditEvent> rows = server.audit.ofKind(Kind.REQUEST_UNAUTHENTICATED);
    assertThat(rows).hasSize(2);
    assertThat(MemoryAuditLog.sum(rows)).isEqualTo(100);
    assertThat(rows.toString()).doesNotContain("forged", "secret-id");
    assertThat(rows.get(0).details())
        .containsEntry("reason", "invalid access token")
        .containsEntry("remoteAddress", "192.0.2.1")
        .containsEntry("example", Map.of("method", "GET", "path", LIST + "/{id}"));
  }

  @Test
  void causesAreCountedApart() {
    status(anonymous("GET", LIST));
    status(anonymous("GET", LIST + "?access_token=admin"));
    status(anonymous("GET", LIST).header("Authorization", "Basic YTpi"));
    status(bearer("GET", LIST, "forged"));

    assertThat(server.audit.ofKind(Kind.REQUEST_UNAUTHENTICATED))
        .extracting(AuditEvent::message)
        .containsExactly(
            "Request refused: no access token",
            "Request refused: misplaced access token",
            "Request refused: invalid access token");
  }

  @Test
  void theFastPathOfTriggersIsRecordedToo() {
    assertThat(status(bearer("POST", EXECUTE, "forged"))).isEqualTo(401);
    assertThat(status(bearer("POST", EXECUTE, "viewer"))).isEqualTo(403);

    assertThat(server.audit.events)
        .extracting(event -> event.details().get("example"))
        .containsOnly(Map.of("method", "POST", "path", LIST + "/{id}/execute"));
    assertThat(server.audit.events).hasSize(2);
  }

  @Test
  void aViewerThatWritesIsNamedWithTheOperation() {
    for (int i = 0; i < 10; i++) {
      assertThat(status(bearer("POST", LIST, "viewer"))).isEqualTo(403);
    }
    server.recorder.writeRest();

    List<AuditEvent> rows = server.audit.ofKind(Kind.REQUEST_FORBIDDEN);
    assertThat(rows).hasSize(2);
    assertThat(MemoryAuditLog.sum(rows)).isEqualTo(10);
    AuditEvent first = rows.get(0);
    assertThat(first.actor()).isEqualTo("client-viewer");
    assertThat(first.message())
        .isEqualTo(
            "Request refused: createAutomation requires the role admin, the caller has the role"
                + " viewer");
    assertThat(first.details())
        .containsEntry("operation", "createAutomation")
        .containsEntry("remoteAddress", "192.0.2.1")
        .containsEntry("example", Map.of("method", "POST", "path", LIST));
  }

  @Test
  void clientsAndOperationsAreCountedApart() {
    status(bearer("POST", LIST, "viewer"));
    status(bearer("POST", LIST, "operator"));
    status(bearer("DELETE", LIST + "/a1", "viewer"));

    assertThat(server.audit.ofKind(Kind.REQUEST_FORBIDDEN))
        .extracting(event -> event.actor() + " " + event.details().get("operation"))
        .containsExactly(
            "client-viewer createAutomation",
            "client-operator createAutomation",
            "client-viewer deleteAutomation");
  }

  @Test
  void whatIsAllowedOrNotThereIsNotRecorded() {
    assertThat(status(bearer("GET", LIST, "viewer"))).isEqualTo(200);
    assertThat(status(bearer("GET", LIST + "/a1", "viewer:a2"))).isEqualTo(404);
    assertThat(status(bearer("GET", LIST + "/none", "admin"))).isEqualTo(404);

    assertThat(server.audit.events).isEmpty();
  }

  private int status(HttpRequest.Builder request) {
    return server.send(request).statusCode();
  }

  private HttpRequest.Builder anonymous(String method, String path) {
    return server
        .request(method, path, method.equals("POST") ? "{}" : "")
        .header("X-Forwarded-For", "192.0.2.1");
  }

  private HttpRequest.Builder bearer(String method, String path, String token) {
    return anonymous(method, path).header("Authorization", "Bearer " + token);
  }
}
