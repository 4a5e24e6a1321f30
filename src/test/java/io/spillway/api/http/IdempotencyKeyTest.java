package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.engine.actor.AutomationCommand;
import io.spillway.store.RequestKey;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
  private static final ApiServer SERVER = new ApiServer();
  private static final String EXECUTE = "/api/v1/automations/a1/execute";
  private static final String RESOLVE = "/api/v1/automations/a1/circuit_breaker/resolve_paused";
  private static final String RUN = "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\"}";

  @BeforeEach
  void reset() {
    SERVER.reset();
    SERVER.store.put(ApiServer.automation("a2", Instant.parse("2026-01-02T00:00:00Z")));
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void aRequestWithoutAKeyHasNone() {
    assertThat(SERVER.post(EXECUTE, "{}").statusCode()).isEqualTo(200);
    assertThat(SERVER.router.latest(AutomationCommand.Execute.class).key()).isEmpty();
  }

  @Test
  void theSameKeyAndBodyAreTheSameRequest() {
    assertThat(executed(EXECUTE, "k", "{}", "admin"))
        .isEqualTo(executed(EXECUTE, "k", "{}", "admin"));
  }

  @Test
  void anotherBodyHasTheSameKeyButAnotherContent() {
    RequestKey one = executed(EXECUTE, "k", "{}", "admin");
    RequestKey other = executed(EXECUTE, "k", "{} ", "admin");
    assertThat(other.id()).isEqualTo(one.id());
    assertThat(other.content()).isNotEqualTo(one.content());
  }

  @Test
  void aKeyBelongsToItsClientItsAutomationAndItsOperation() {
    RequestKey one = executed(EXECUTE, "k", "{}", "admin");
    send(RESOLVE, "k", RUN, "admin");
    RequestKey resolve =
        SERVER.router.latest(AutomationCommand.ResolvePaused.class).key().orElseThrow();
    assertThat(executed("/api/v1/automations/a2/execute", "k", "{}", "admin").id())
        .isNotEqualTo(one.id());
    assertThat(executed(EXECUTE, "k", "{}", "operator").id()).isNotEqualTo(one.id());
    assertThat(executed(EXECUTE, "K", "{}", "admin").id()).isNotEqualTo(one.id());
    assertThat(resolve.id()).isNotEqualTo(one.id());
  }

  @Test
  void aKeyOf255CharactersIsTaken() {
    assertThat(send(EXECUTE, "k".repeat(255), "{}", "admin").statusCode()).isEqualTo(200);
  }

  @Test
  void aLongerOneIsRefusedAndNothingDone() {
    HttpResponse<String> answer = send(EXECUTE, "k".repeat(256), "{}", "admin");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Idempotency-Key has 256 characters, must be 1 to 255");
    assertThat(SERVER.router.commands).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k\ty"})
  void whatIsNoKeyIsRefused(String key) {
    HttpResponse<String> answer = send(RESOLVE, key, RUN, "admin");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Idempotency-Key");
    assertThat(SERVER.router.commands).isEmpty();
  }

  @Test
  void twoKeysAreRefused() {
    HttpRequest.Builder request =
        SERVER
            .request("POST", EXECUTE, "{}")
            .header("Authorization", "Bearer admin")
            .header("Idempotency-Key", "a")
            .header("Idempotency-Key", "b");

    assertThat(SERVER.send(request).body()).contains("Idempotency-Key is given 2 times");
  }

  private static RequestKey executed(String path, String key, String body, String token) {
    assertThat(send(path, key, body, token).statusCode()).isEqualTo(200);
    return SERVER.router.latest(AutomationCommand.Execute.class).key().orElseThrow();
  }

  private static HttpResponse<String> send(String path, String key, String body, String token) {
    return SERVER.send(
        SERVER
            .request("POST", path, body)
            .header("Authorization", "Bearer " + token)
            .header("Idempotency-Key", key));
  }
}
