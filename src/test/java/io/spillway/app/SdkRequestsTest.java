package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.CheckedHttpClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replays requests recorded from the published C1 TypeScript SDK, byte for byte but for the ids,
 * page tokens and times of the recording, and holds the answers against the recorded ones: the same
 * status, and every member that the SDK got then, of the same type.
 */
class SdkRequestsTest {
  private static final Path REQUESTS = Path.of("src/test/resources/c1-sdk-requests.jsonl");
  private final HttpClient client =
      new CheckedHttpClient(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());

  /** What the recording names, to what this run names instead. */
  private final Map<String, String> names = new HashMap<>();

  private final List<String> problems = new ArrayList<>();

  @TempDir Path directory;

  @Test
  void recordedRequestsOfTheTypeScriptSdkAreAnsweredAsThen() throws Exception {
    Node node = start();
    String bearer = "Bearer " + token(node);
    int replayed = 0;
    for (String line : Files.readAllLines(REQUESTS)) {
      JsonObject request = new JsonObject(line);
      if (request.getValue("status") != null) {
        replay(node, bearer, request);
        replayed++;
      }
    }
    assertThat(replayed).isGreaterThan(140);
    assertThat(problems).isEmpty();
    assertThat(node.stop()).isTrue();
  }

  private void replay(Node node, String bearer, JsonObject recorded)
      throws IOException, InterruptedException {
    mapTimes(recorded.getString("body"));
    String body = mapped(recorded.getString("body"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(node.url() + mapped(recorded.getString("path"))))
            .method(
                recorded.getString("method"),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    recorded
        .getJsonObject("headers")
        .forEach(header -> request.setHeader(header.getKey(), String.valueOf(header.getValue())));
    HttpResponse<String> response =
        client.send(request.setHeader("Authorization", bearer).build(), BodyHandlers.ofString());

    String call = recorded.getString("method") + " " + recorded.getString("path") + " " + body;
    if (response.statusCode() != recorded.getInteger("status")) {
      problems.add(call + " -> " + response.statusCode() + " " + response.body());
      return;
    }
    compare(call, recorded.getJsonObject("answer"), new JsonObject(response.body()));
  }

  private void compare(String at, Object then, Object now) {
    if (then instanceof JsonObject members && now instanceof JsonObject given) {
      for (String member : members.fieldNames()) {
        if (!given.containsKey(member)) {
          problems.add(at + " has no " + member);
        } else {
          compare(at + "/" + member, members.getValue(member), given.getValue(member));
        }
      }
    } else if (then instanceof JsonArray rows && now instanceof JsonArray given) {
      for (int i = 0; i < Math.min(rows.size(), given.size()); i++) {
        compare(at + "/" + i, rows.getValue(i), given.getValue(i));
      }
    } else if (then instanceof String text && now instanceof String given) {
      learn(at, text, given);
    } else if (then != null && now != null && !sameType(then, now)) {
      problems.add(at + " is " + now + ", was " + then);
    }
  }

  private static boolean sameType(Object then, Object now) {
    return then instanceof Number ? now instanceof Number : then.getClass() == now.getClass();
  }

  private void learn(String at, String then, String now) {
    boolean name =
        at.endsWith("/id") || at.endsWith("Id") || at.endsWith("/uid") || at.endsWith("Token");
    if (name && !then.isEmpty() && !then.equals(now)) {
      names.putIfAbsent(then, now);
    }
  }

  /** The filters by time are an hour before and after the recording. */
  private void mapTimes(String body) {
    if (body.startsWith("{") && body.contains("\"since\"")) {
      JsonObject filter = new JsonObject(body);
      Instant now = Instant.now();
      names.putIfAbsent(filter.getString("since"), now.minus(Duration.ofHours(1)).toString());
      names.putIfAbsent(filter.getString("until"), now.plus(Duration.ofHours(1)).toString());
    }
  }

  private String mapped(String text) {
    String mapped = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      // Short ids are numbers, which other text may contain.
      mapped =
          mapped
              .replace("\"" + name.getKey() + "\"", "\"" + name.getValue() + "\"")
              .replaceAll(
                  "(?<=/)" + Pattern.quote(name.getKey()) + "(?=/|$)",
                  Matcher.quoteReplacement(name.getValue()));
    }
    return mapped;
  }

  private String token(Node node) throws IOException, InterruptedException {
    JsonObject first = new JsonObject(Files.readString(directory.resolve("admin-client.json")));
    String form =
        "grant_type=client_credentials&client_id="
            + URLEncoder.encode(first.getString("clientId"), StandardCharsets.UTF_8)
            + "&client_secret="
            + first.getString("clientSecret");
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(node.url() + "/auth/v1/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build(),
            BodyHandlers.ofString());
    return new JsonObject(response.body()).getString("access_token");
  }

  private Node start() throws SettingsException {
    Invocation.Start start =
        (Invocation.Start)
            Invocation.read(
                List.of("--data", directory.toString(), "--port", "0"), Map.of(), "test");
    return Node.start(start.settings());
  }
}
