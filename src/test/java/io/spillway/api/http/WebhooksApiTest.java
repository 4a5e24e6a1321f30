package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.webhook.Webhook;
import io.spillway.engine.webhook.TestCallbacks;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhooksApiTest {
  @RegisterExtension static final ApiServer SERVER = new ApiServer();

  private static final String PATH = "/api/v1/webhooks";
  private static final String MINIMAL =
      "{\"displayName\":\"Tickets\",\"url\":\"https://hooks.example/a\"}";

  @Test
  void aNewWebhookHasTheDefaultsAndCanBeRead() {
    JsonObject webhook = ok(SERVER.post(PATH, MINIMAL)).getJsonObject("webhook");

    assertThat(webhook)
        .isEqualTo(
            new JsonObject()
                .put("id", webhook.getString("id"))
                .put("displayName", "Tickets")
                .put("description", "")
                .put("url", "https://hooks.example/a")
                .put("format", "C1")
                .put("method", "POST")
                .put("headers", new JsonObject())
                .put("timeout", "30s")
                .put("callbackTimeout", "691200s")
                .put("maxConcurrent", 64)
                .put("maxPerSecond", 0)
                .put("createdAt", webhook.getString("createdAt"))
                .put("updatedAt", webhook.getString("createdAt"))
                .putNull("deletedAt")
                .putNull("goneAt"));
    assertThat(ok(SERVER.get(PATH + "/" + webhook.getString("id"))).getJsonObject("webhook"))
        .isEqualTo(webhook);
    assertThat(SERVER.store.webhooks.events)
        .extracting(AuditEvent::kind)
        .containsExactly(AuditEvent.Kind.WEBHOOK_CREATED);
  }

  @Test
  void secretsAreSealedAndNeverShownAgain() {
    JsonObject made =
        ok(
            SERVER.post(
                PATH,
                "{\"displayName\":\"n\",\"url\":\"https://hooks.example/a\",\"format\":\"STANDARD\","
                    + "\"headers\":{\"Authorization\":\"Bearer topsecret\"}}"));
    String id = made.getJsonObject("webhook").getString("id");

    assertThat(made.getString("secret")).startsWith("whsec_");
    assertThat(made.getJsonObject("webhook").getJsonObject("headers"))
        .isEqualTo(new JsonObject().put("Authorization", "***"));
    Webhook stored = SERVER.store.webhooks.find(id).orElseThrow();
    assertThat(stored.toString()).doesNotContain("topsecret").doesNotContain("whsec_");
    assertThat(ok(SERVER.get(PATH + "/" + id)).containsKey("secret")).isFalse();
    assertThat(SERVER.store.webhooks.events.toString()).doesNotContain("topsecret");

    String rotated = ok(SERVER.post(PATH + "/" + id + "/rotate_secret", "{}")).getString("secret");
    assertThat(rotated).startsWith("whsec_").isNotEqualTo(made.getString("secret"));
    assertThat(SERVER.store.webhooks.find(id).orElseThrow().secrets().formerSigning())
        .isEqualTo(stored.secrets().signing());
  }

  @Test
  void anUpdateSetsWhatTheMaskNamesAndKeepsHeadersThatAreNotShown() {
    Webhook before = SERVER.store.webhooks.find("w1").orElseThrow();
    JsonObject webhook =
        ok(SERVER.post(
                PATH + "/w1",
                "{\"updateMask\":\"displayName,headers,timeout\",\"webhook\":{\"displayName\":\"New\","
                    + "\"url\":\"https://ignored.example/\",\"timeout\":\"1.5s\","
                    + "\"headers\":{\"X-Key\":\"***\",\"X-New\":\"v\"}}}"))
            .getJsonObject("webhook");

    assertThat(webhook.getString("displayName")).isEqualTo("New");
    assertThat(webhook.getString("timeout")).isEqualTo("1.5s");
    assertThat(webhook.getString("url")).isEqualTo(before.target().url());
    Webhook after = SERVER.store.webhooks.find("w1").orElseThrow();
    assertThat(after.secrets().headers().keySet()).containsExactlyInAnyOrder("X-Key", "X-New");
    assertThat(after.secrets().headers().get("X-Key"))
        .isEqualTo(before.secrets().headers().get("X-Key"));
    assertThat(after.secrets().signing()).isEqualTo(before.secrets().signing());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|url is",
        "{\"displayName\":\" \",\"url\":\"https://a.example/\"}|displayName has 1",
        "{\"displayName\":\"n\"}|url is \"\"",
        "{\"displayName\":\"n\",\"url\":\"http://hooks.example:99999/\"}|url is",
        "{\"displayName\":\"n\",\"url\":\"https://u:p@hooks.example/\"}|url is not shown here",
        "{\"displayName\":\"n\",\"url\":\"https://hooks.example/#a\"}|url is",
        "{\"displayName\":\"n\",\"url\":\"ftp://hooks.example/\"}|url is",
        "{\"displayName\":\"n\",\"url\":\"https://10.0.0.1/\"}|--egress-allow",
        "{\"displayName\":\"n\",\"url\":\"https://[::1]/\"}|--egress-allow",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"method\":\"GET\"}|method is \"GET\"",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"format\":\"X\"}|format is \"X\"",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"timeout\":\"121s\"}|timeout is 121s",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"timeout\":\"x\"}|timeout is \"x\"",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"callbackTimeout\":\"P31D\"}|callbackTimeout is",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"maxConcurrent\":0}|maxConcurrent is 0",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"maxPerSecond\":1001}|maxPerSecond is 1001",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"headers\":{\"Host\":\"a\"}}|headers contains \"Host\"",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"headers\":{\"Authorization\":\"a\"}}|headers contains",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"headers\":{\"Webhook-Id\":\"a\"}}|headers contains",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"headers\":{\"a b\":\"a\"}}|headers contains the name",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"headers\":{\"A\":\"1\",\"a\":\"2\"}}|twice",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"headers\":{\"A\":\"x\\r\\ny\"}}|headers.A has",
        "{\"displayName\":\"n\",\"url\":\"https://a.example/\",\"headers\":{\"A\":\"***\"}}|headers.A is ***"
      })
  void whatIsNotAllowedIsRefusedByName(String body, String message) {
    HttpResponse<String> response = SERVER.post(PATH, body);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(ApiServer.json(response).getString("message")).contains(message);
    assertThat(SERVER.store.webhooks.webhooks).hasSize(1);
  }

  @Test
  void aUrlThatIsTooLongIsRefused() {
    HttpResponse<String> response =
        SERVER.post(
            PATH,
            "{\"displayName\":\"n\",\"url\":\"https://a.example/" + "a".repeat(2_048) + "\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ApiServer.json(response).getString("message")).contains("at most 2048 characters");
  }

  @Test
  void pagesListEachOnce() {
    for (int i = 0; i < 5; i++) {
      ok(SERVER.post(PATH, MINIMAL));
    }
    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      JsonObject page = ok(SERVER.get(PATH + "?page_size=2&page_token=" + token));
      page.getJsonArray("list").forEach(row -> ids.add(((JsonObject) row).getString("id")));
      token = page.getString("nextPageToken");
    } while (!token.isEmpty());

    assertThat(ids).hasSize(6).doesNotHaveDuplicates();
    assertThat(
            ok(SERVER.post("/api/v1/search/webhooks", "{\"query\":\"nothing\"}"))
                .getJsonArray("list"))
        .isEqualTo(new JsonArray());
  }

  @Test
  void aDeletedWebhookIsGoneWithItsSecrets() {
    assertThat(ok(SERVER.send("DELETE", PATH + "/w1", "{}"))).isEqualTo(new JsonObject());

    assertThat(SERVER.get(PATH + "/w1").statusCode()).isEqualTo(404);
    assertThat(SERVER.post(PATH + "/w1", "{}").statusCode()).isEqualTo(404);
    assertThat(SERVER.post(PATH + "/w1/test", "{}").statusCode()).isEqualTo(404);
    assertThat(ok(SERVER.get(PATH)).getJsonArray("list")).isEmpty();
    assertThat(SERVER.store.webhooks.find("w1").orElseThrow().secrets())
        .isEqualTo(Webhook.Secrets.NONE);
  }

  @Test
  void aTestSaysWhatCameBackAndIsInTheHistory() {
    HttpServer receiver =
        SERVER
            .vertx
            .createHttpServer()
            .requestHandler(request -> request.response().setStatusCode(418).end())
            .listen(0, "127.0.0.1")
            .await();
    SERVER.store.webhooks.webhooks.put(
        "w1", SERVER.webhook("http://127.0.0.1:" + receiver.actualPort() + "/"));

    JsonObject answer = ok(SERVER.post(PATH + "/w1/test", "{}"));

    assertThat(answer.getInteger("status")).isEqualTo(418);
    assertThat(answer.getString("duration")).matches("[0-9.]+s");
    assertThat(answer.getString("error")).isEqualTo("answered with status 418");
    JsonArray history = ok(SERVER.get(PATH + "/w1/deliveries")).getJsonArray("list");
    assertThat(history).hasSize(1);
    assertThat(history.getJsonObject(0).getString("executionId")).isEqualTo("0");
    assertThat(history.getJsonObject(0).getInteger("status")).isEqualTo(418);
  }

  @Test
  void aCallbackNeedsNothingButItsUrl() {
    String path = PATH + "/callback/" + TestCallbacks.token(SERVER.webhooks, 1);
    HttpResponse<String> taken = SERVER.send(SERVER.request("POST", path, "{\"answer\":42}"));

    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    assertThat(SERVER.callbacks).containsExactly("1 1 2{\"response\":{\"answer\":42}}");
  }

  @Test
  void aCallbackThatNobodyWaitsForIsRefused() {
    String used = PATH + "/callback/" + TestCallbacks.token(SERVER.webhooks, 2);

    assertThat(SERVER.send(SERVER.request("POST", used, "{}")).statusCode()).isEqualTo(400);
    assertThat(SERVER.send(SERVER.request("POST", PATH + "/callback/abc", "{}")).statusCode())
        .isEqualTo(404);
    assertThat(
            SERVER
                .send(SERVER.request("POST", used, "\"" + "x".repeat(256_000) + "\""))
                .statusCode())
        .isEqualTo(413);
    assertThat(SERVER.send(SERVER.request("POST", used, "{")).statusCode()).isEqualTo(400);
  }

  @Test
  void theKeysAreForEverybody() {
    JsonObject keys = ok(SERVER.send(SERVER.request("GET", "/auth/v1/jwks", "")));

    assertThat(keys.getJsonArray("keys")).hasSize(1);
    assertThat(keys.encode()).doesNotContain("\"d\"");
  }

  private static JsonObject ok(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return ApiServer.json(response);
  }
}
