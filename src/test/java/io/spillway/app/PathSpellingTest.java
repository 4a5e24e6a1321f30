package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.contract.CheckedHttpClient;
import io.spillway.contract.Document;
import io.spillway.contract.DocumentedOperation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy in front of a node may block a path: no other spelling of it reaches the node. */
class PathSpellingTest {
  private static final List<String> PAGES =
      List.of(
          "/docs",
          "/docs/start.js",
          "/sign-in",
          "/automations",
          "/automations/a1",
          "/automations/a1/review",
          "/executions",
          "/log",
          "/cluster",
          "/clients");

  @TempDir private static Path directory;
  private static Node node;

  private final HttpClient client = new CheckedHttpClient();

  @BeforeAll
  static void start() throws Exception {
    node = NodeApi.startNode(directory, "--store", "memory");
  }

  @AfterAll
  static void stop() {
    node.stop();
  }

  @Test
  void otherSpellingsOfTheOperationsAreNotFound() throws Exception {
    for (DocumentedOperation operation : Document.load().operations()) {
      String path = operation.path().replaceAll("\\{[^}]*\\}", "x1");
      for (String spelling : spellingsOf(path)) {
        assertThat(statusOf(operation.method(), spelling))
            .as("%s %s", operation.method(), spelling)
            .isEqualTo(404);
      }
    }
  }

  @Test
  void otherSpellingsOfThePagesAreNotFound() throws Exception {
    for (String page : PAGES) {
      assertThat(statusOf("GET", page)).as(page).isEqualTo(200);
      for (String spelling : spellingsOf(page)) {
        assertThat(statusOf("GET", spelling)).as(spelling).isEqualTo(404);
      }
    }
    assertThat(statusOf("GET", "/")).isEqualTo(200);
    assertThat(statusOf("GET", "//")).isEqualTo(404);
  }

  private static List<String> spellingsOf(String path) {
    List<String> spellings = new ArrayList<>();
    spellings.add(path + "/");
    spellings.add("/" + path);
    spellings.add(path + "//");
    spellings.add("/." + path);
    spellings.add("/x/.." + path);
    spellings.add("/x/%2e%2E" + path);
    spellings.add(path + "/.");
    spellings.add(path + "/x/..");
    spellings.add("/%" + Integer.toHexString(path.charAt(1)) + path.substring(2));
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      spellings.add(path.substring(0, slash) + "/" + path.substring(slash));
    }
    return spellings;
  }

  private int statusOf(String method, String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(node.url() + path))
                .method(method, BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    return response.statusCode();
  }
}
