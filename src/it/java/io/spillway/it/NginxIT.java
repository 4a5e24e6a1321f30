package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.AdminCredentials;
import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A node behind nginx as it is installed, which buffers responses. */
@Timeout(value = 5 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NginxIT {
  private static final int PAUSED = 4_000;

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Path data;
  private ApiCalls direct;
  private Nginx nginx;
  private String token;

  @BeforeEach
  void start() throws Exception {
    data = Files.createDirectory(directory.resolve("data"));
    ServerProcess node = nodes.launch(data, "--port", "0", "--resolve-in-flight", "1").awaitReady();
    direct = new ApiCalls(node.signIn());
    nginx = Nginx.inFrontOf(node.url(), Files.createDirectory(directory.resolve("nginx")));
    token =
        ServerApi.token(nginx.url(), AdminCredentials.read(data).secretForm())
            .ok()
            .getString("access_token");
  }

  @AfterEach
  void stop() {
    nginx.close();
  }

  @Test
  void theProgressOfAResolutionComesThroughAsItHappens() throws Exception {
    String automation = direct.create("behind a proxy", 1);
    try (ConcurrentTriggers burst = new ConcurrentTriggers(direct, automation, 16)) {
      burst.fire(PAUSED + 1);
    }
    StoreFaults disk = StoreFaults.slowing(data, automation);
    HttpResponse<String> accepted = resolveInTheBackground(automation);
    URI resolution = nginx.url().resolve(accepted.headers().firstValue("Location").orElseThrow());

    List<JsonObject> events = new ArrayList<>();
    List<String> statesThen = new ArrayList<>();
    HttpResponse<Stream<String>> stream =
        http.send(
            to(resolution).header("Accept", "text/event-stream").build(), BodyHandlers.ofLines());
    stream
        .body()
        .filter(line -> line.startsWith("data: "))
        .forEach(
            line -> {
              events.add(new JsonObject(line.substring(6)));
              statesThen.add(stateOf(resolution));
            });
    disk.end();

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(events.get(0).getString("state")).isEqualTo("RUNNING");
    assertThat(statesThen.get(0)).as("when the first event came").isEqualTo("RUNNING");
    assertThat(events.get(1).getLong("pausedCount")).isPositive().isLessThan(PAUSED);
    assertThat(statesThen.get(1)).as("when the second event came").isEqualTo("RUNNING");
    JsonObject last = events.get(events.size() - 1);
    assertThat(last.getString("state")).isEqualTo("DONE");
    assertThat(last.getLong("pausedCount")).isEqualTo(PAUSED);
  }

  private HttpResponse<String> resolveInTheBackground(String automation) throws Exception {
    return http.send(
        to(nginx.url().resolve(ApiCalls.resolvePath(automation)))
            .header("Content-Type", "application/json")
            .header("Prefer", "respond-async")
            .POST(BodyPublishers.ofString(ApiCalls.order(ApiCalls.CANCEL, "a test").encode()))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(URI uri) {
    return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
  }

  /** As the node says itself. */
  private String stateOf(URI resolution) {
    return direct
        .api()
        .get(resolution.getPath())
        .ok()
        .getJsonObject("resolution")
        .getString("state");
  }
}
