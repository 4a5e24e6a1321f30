package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClusterTest {
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aViewerSeesTheMembers() {
    JsonObject silent =
        new JsonObject().put("nodeId", "n1").put("local", false).put("answered", false);
    server.members = new JsonArray().add(silent);

    HttpResponse<String> answer =
        server.send(
            server.request("GET", "/api/v1/cluster", "").header("Authorization", "Bearer viewer"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(ApiServer.json(answer))
        .isEqualTo(new JsonObject().put("members", new JsonArray().add(silent)));
  }

  @Test
  void theDifferenceOfAClockIsPassedOnAsItWasMeasured() {
    JsonObject behind =
        new JsonObject()
            .put("nodeId", "n2")
            .put("local", false)
            .put("answered", false)
            .put("clockAheadMs", -6_200)
            .put("clockErrorMs", 3);
    server.members = new JsonArray().add(behind);

    HttpResponse<String> answer = server.get("/api/v1/cluster");

    assertThat(ApiServer.json(answer).getJsonArray("members").getJsonObject(0)).isEqualTo(behind);
  }

  @Test
  void nobodyElseDoes() {
    assertThat(server.send(server.request("GET", "/api/v1/cluster", "")).statusCode())
        .isEqualTo(401);
  }
}
