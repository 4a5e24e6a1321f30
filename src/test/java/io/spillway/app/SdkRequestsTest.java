package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replays requests recorded from the published C1 TypeScript SDK, byte for byte but for the ids,
 * page tokens and times of the recording, and compares the responses with the recorded ones: every
 * member that the SDK got then, with the same value. Ids, tokens, times and the wording of messages
 * are different in each run.
 */
class SdkRequestsTest {
  private static final Path REQUESTS = Path.of("src/test/resources/c1-sdk-requests.jsonl");
  private static final int COUNT = 160;

  /** The members that are different in each run. */
  private static final Set<String> VARYING =
      Set.of(
          "message",
          "time",
          "duration",
          "createdAt",
          "updatedAt",
          "completedAt",
          "lastExecutedAt",
          "trippedAt",
          "startedAt",
          "finishedAt");

  private final HttpClient client = new CheckedHttpClient();

  /** The names in the recording, and those of this run. */
  private final Map<String, String> names = new HashMap<>();

  private final List<String> problems = new ArrayList<>();

  /**
   * Whether a breaker was cleared with a decision. The recorded node ignored the decision, so
   * counts and lists are others from there on.
   */
  private boolean decided;

  @TempDir Path directory;

  @Test
  void recordedRequestsOfTheTypeScriptSdkAreAnsweredAsThen() throws Exception {
    Node node = NodeApi.startNode(directory);
    String bearer = "Bearer " + token(node);
    removeFromSystemLog("TOKEN_ISSUED");
    List<String> lines = Files.readAllLines(REQUESTS);
    for (String line : lines) {
      replay(node, bearer, new JsonObject(line));
    }
    assertThat(lines).hasSize(COUNT);
    assertThat(problems).isEmpty();
    assertThat(node.stop()).isTrue();
  }

  private void replay(Node node, String bearer, JsonObject recorded)
      throws IOException, InterruptedException, SQLException {
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

    if (isCreation(recorded) && response.statusCode() == 200) {
      leaveToOthers(node, bearer, new JsonObject(response.body()));
    }
    String call = recorded.getString("method") + " " + recorded.getString("path") + " " + body;
    if (response.statusCode() != statusOf(recorded)) {
      problems.add(call + " -> " + response.statusCode() + " " + response.body());
    } else if (recorded.getValue("answer") != null) {
      decided |= recorded.getString("path").endsWith("/clear") && body.contains("\"decision\"");
      // The recorded node ignored untilEventUid.
      boolean exact = !decided && !body.contains("\"untilEventUid\"");
      compare(
          new Place(call, "", exact),
          recorded.getJsonObject("answer"),
          new JsonObject(response.body()));
    }
  }

  private static boolean isCreation(JsonObject recorded) {
    return recorded.getString("method").equals("POST")
        && recorded.getString("path").equals("/api/v1/automations");
  }

  /** The recorded node ran no steps: executions stayed PENDING. */
  private void leaveToOthers(Node node, String bearer, JsonObject created)
      throws IOException, InterruptedException, SQLException {
    String id = created.getJsonObject("automation").getString("id");
    HttpRequest update =
        HttpRequest.newBuilder(URI.create(node.url() + "/api/v1/automations/" + id))
            .header("Authorization", bearer)
            .POST(
                BodyPublishers.ofString(
                    "{\"automation\":{\"runner\":{\"mode\":\"EXTERNAL\"}},\"updateMask\":\"runner\"}"))
            .build();
    assertThat(client.send(update, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    removeFromSystemLog("AUTOMATION_UPDATED");
  }

  /** Those for webhooks were recorded without responses; that of the recording is unknown here. */
  private static int statusOf(JsonObject recorded) {
    boolean namesOne = recorded.getString("path").startsWith("/api/v1/webhooks/");
    return recorded.getValue("status") == null
        ? namesOne ? 404 : 200
        : recorded.getInteger("status");
  }

  private void compare(Place at, Object then, Object now) {
    if (then instanceof JsonObject members && now instanceof JsonObject given) {
      for (String member : members.fieldNames()) {
        if (given.containsKey(member)) {
          compare(at.at(member), members.getValue(member), given.getValue(member));
        } else {
          problems.add(at.at(member) + " is missing");
        }
      }
    } else if (then instanceof JsonArray rows && now instanceof JsonArray given) {
      compareRows(at, rows, at.exact ? given : withEventsInOrderOf(rows, given));
    } else {
      compareScalars(at, then, now);
    }
  }

  private void compareRows(Place at, JsonArray rows, JsonArray given) {
    if (at.member.equals("permissions") || at.member.equals("roles")) {
      if (!given.stream().toList().containsAll(rows.stream().toList())) {
        problems.add(at + " is " + given + ", was " + rows);
      }
      return;
    }
    if (at.exact && rows.size() != given.size()) {
      problems.add(at + " has " + given.size() + " elements, had " + rows.size());
    }
    for (int i = 0; i < Math.min(rows.size(), given.size()); i++) {
      if (given.getValue(i) != null) {
        compare(at.at(String.valueOf(i)), rows.getValue(i), given.getValue(i));
      }
    }
  }

  /**
   * Events of the system log in the order of the kinds of the recorded ones, {@code null} where
   * there is none: more is logged today. Other lists as they are.
   */
  private static JsonArray withEventsInOrderOf(JsonArray rows, JsonArray given) {
    if (rows.isEmpty() || !(rows.getValue(0) instanceof JsonObject row) || kindOf(row).isEmpty()) {
      return given;
    }
    List<Object> left = new ArrayList<>(given.stream().toList());
    JsonArray ordered = new JsonArray();
    for (Object recorded : rows) {
      int next = 0;
      while (next < left.size() && !kindOf(left.get(next)).equals(kindOf(recorded))) {
        next++;
      }
      ordered.add(next < left.size() ? left.remove(next) : null);
    }
    return ordered;
  }

  private static String kindOf(Object row) {
    return ((JsonObject) row).getJsonObject("unmapped", new JsonObject()).getString("event", "");
  }

  private void compareScalars(Place at, Object then, Object now) {
    boolean exact = at.exact && !VARYING.contains(at.member);
    boolean same;
    if (then instanceof String text && now instanceof String given) {
      learn(at.member, text, given);
      same = !exact || quoted(given).equals(mapped(quoted(text)));
    } else {
      same = exact ? Objects.equals(then, now) : isOfSameType(then, now);
    }
    if (!same) {
      problems.add(at + " is " + now + ", was " + then);
    }
  }

  private static boolean isOfSameType(Object then, Object now) {
    return then == null
        || now == null
        || (then instanceof Number ? now instanceof Number : then.getClass() == now.getClass());
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private void learn(String member, String then, String now) {
    boolean name =
        member.equals("id")
            || member.equals("uid")
            || member.endsWith("Id")
            || member.endsWith("Token");
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
    JsonObject grant = new JsonObject(response.body());
    // The SDK keeps a token for an hour, whatever the response says.
    assertThat(grant.getInteger("expires_in")).isEqualTo(3_600);
    return grant.getString("access_token");
  }

  /** Removes the latest event of a kind: the recorded node had none, and pages begin elsewhere. */
  private void removeFromSystemLog(String kind) throws SQLException {
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("spillway.db"));
        PreparedStatement statement =
            database.prepareStatement(
                "DELETE FROM audit_event WHERE rowid ="
                    + " (SELECT max(rowid) FROM audit_event WHERE kind = ?)")) {
      statement.setString(1, kind);
      await().until(() -> statement.executeUpdate() == 1);
    }
  }

  /**
   * A place in a response.
   *
   * @param path to it
   * @param member its last part
   * @param exact whether the values below it must be the recorded ones, not just of their type
   */
  private record Place(String path, String member, boolean exact) {
    Place at(String name) {
      return new Place(path + "/" + name, name, exact);
    }

    @Override
    public String toString() {
      return path;
    }
  }
}
