package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.store.UnusableStoreException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path directory;

  @Test
  void leavesTheFirstCredentialsForItsOwnerOnceAndIsReady() throws Exception {
    Path credentials = directory.resolve("admin-client.json");
    Node first = start();
    String written = Files.readString(credentials);
    assertThat(Files.getPosixFilePermissions(credentials))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(new JsonObject(written).fieldNames())
        .containsExactly("clientId", "clientSecret", "clientKey");
    assertThat(get(first, "/health/ready").statusCode()).isEqualTo(200);
    assertThat(first.stop()).isTrue();

    Node second = start();
    assertThat(Files.readString(credentials)).isEqualTo(written);
    assertThat(get(second, "/health/live").statusCode()).isEqualTo(200);
    assertThat(second.stop()).isTrue();
  }

  @Test
  void makesPrivateWhatACopyLeftOpen() throws Exception {
    assertThat(start().stop()).isTrue();
    Path database = directory.resolve("spillway.db");
    Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(start().stop()).isTrue();
    assertThat(Files.getPosixFilePermissions(database))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(directory))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void doesNotStartInADirectoryThatOthersCanWriteAndReleasesIt() throws Exception {
    Path other = Files.createFile(directory.resolve("notes.txt"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(this::start)
        .isInstanceOf(UnusableStoreException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("must be writable by the user of the node only");
    Files.delete(other);
    assertThat(start().stop()).isTrue();
  }

  @Test
  void makesAnotherFirstClientIfTheCredentialsOfTheFirstWereNotWritten() throws Exception {
    Path credentials = directory.resolve("admin-client.json");
    assertThat(start().stop()).isTrue();
    String lost = Files.readString(credentials);
    Files.move(credentials, directory.resolve("admin-client.json.unfinished"));

    assertThat(start().stop()).isTrue();
    assertThat(Files.readString(credentials)).isNotEqualTo(lost);
    assertThat(directory.resolve("admin-client.json.unfinished")).doesNotExist();
  }

  @Test
  void aTakenPortStopsTheStartWithAMessageThatNamesIt() throws Exception {
    Node node = start();
    String port = node.url().substring(node.url().lastIndexOf(':') + 1);
    Path other = Files.createDirectory(directory.resolve("other"));
    List<String> arguments = List.of("--data", other.toString(), "--port", port);
    Invocation.Start again = (Invocation.Start) Invocation.read(arguments, Map.of(), "test");
    assertThatThrownBy(() -> Node.start(again.settings())).hasMessageContaining(port);
    assertThat(node.stop()).isTrue();
  }

  @Test
  void unusableTlsFilesStopTheStartWithAMessageThatNamesTheSettings() throws Exception {
    String certificate = Files.writeString(directory.resolve("cert.pem"), "nothing").toString();
    String key = Files.writeString(directory.resolve("key.pem"), "nothing").toString();
    Path data = Files.createDirectory(directory.resolve("data"));

    assertThatThrownBy(
            () -> NodeApi.startNode(data, "--tls-certificate", certificate, "--tls-key", key))
        .isInstanceOf(RefusedStartException.class)
        .hasMessageStartingWith("--tls-certificate, --tls-key: " + certificate);
  }

  @Test
  void theConsoleLeavesOtherAddressesToTheApi() throws Exception {
    Node node = start();
    HttpResponse<String> wrongMethod = send(node, "DELETE", "/api/v1/automations");
    assertThat(wrongMethod.statusCode()).isEqualTo(405);
    assertThat(wrongMethod.headers().firstValue("Allow")).contains("GET, HEAD, POST");
    assertThat(send(node, "GET", "/api/v2").statusCode()).isEqualTo(404);
    assertThat(send(node, "GET", "/automations/x1").body()).contains("<html");
    assertThat(send(node, "HEAD", "/").statusCode()).isEqualTo(200);
    HttpResponse<String> posted = send(node, "POST", "/automations/x1");
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(node.stop()).isTrue();
  }

  @Test
  void theConsoleHasTheSecurityHeadersOfTheServerAndAPolicyOfItsOwn() throws Exception {
    Node node = start();
    HttpHeaders page = send(node, "GET", "/automations/x1").headers();
    assertThat(page.allValues("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(page.allValues("Referrer-Policy")).containsExactly("no-referrer");
    assertThat(page.allValues("X-Frame-Options")).containsExactly("DENY");
    assertThat(page.allValues("Cache-Control")).containsExactly("no-cache");
    assertThat(page.allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .contains("default-src 'none'");
    assertThat(node.stop()).isTrue();
  }

  private Node start() throws SettingsException {
    return NodeApi.startNode(directory);
  }

  private static HttpResponse<String> get(Node node, String path)
      throws IOException, InterruptedException {
    return send(node, "GET", path);
  }

  private static HttpResponse<String> send(Node node, String method, String path)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(node.url() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
