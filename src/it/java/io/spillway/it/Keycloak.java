package io.spillway.it;

import static org.awaitility.Awaitility.await;

import io.spillway.testing.Ports;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An identity provider in a process of its own, on loopback, with the realm of {@code
 * spillway-realm.json}. The build has unpacked it.
 */
final class Keycloak implements AutoCloseable {
  private static final String REALM = "spillway";
  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final Duration END_LIMIT = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final URI issuer;

  private Keycloak(Process process, URI issuer) {
    this.process = process;
    this.issuer = issuer;
  }

  /** Starts it and waits until it serves the realm. */
  static Keycloak start(Path log) {
    Path home = home();
    int port = Ports.free();
    try {
      copyRealm(home.resolve("data/import"));
      ProcessBuilder command =
          new ProcessBuilder(
                  home.resolve("bin/kc.sh").toString(),
                  "start-dev",
                  "--db=dev-mem",
                  "--http-host=127.0.0.1",
                  "--http-port=" + port,
                  "--import-realm")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      command.environment().put("JAVA_HOME", System.getProperty("java.home"));
      command.environment().put("JAVA_OPTS", "-Xmx512m");
      Keycloak started =
          new Keycloak(
              command.start(), URI.create("http://127.0.0.1:" + port + "/realms/" + REALM));
      started.awaitRealm(log);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path home() {
    try (var unpacked = Files.list(Path.of(System.getProperty("keycloak.home")))) {
      return unpacked.findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyRealm(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (InputStream realm = Keycloak.class.getResourceAsStream("/keycloak/spillway-realm.json")) {
      if (realm == null) {
        throw new IllegalStateException("there is no spillway-realm.json on the class path");
      }
      Files.copy(
          realm, directory.resolve("spillway-realm.json"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void awaitRealm(Path log) {
    try {
      await().atMost(START_LIMIT).until(() -> !process.isAlive() || serves());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    if (!process.isAlive()) {
      throw new IllegalStateException("the provider has ended: see " + log);
    }
  }

  private boolean serves() {
    try {
      return send(HttpRequest.newBuilder(issuer)).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** As in its tokens. */
  String issuer() {
    return issuer.toString();
  }

  /** An access token for one of the clients of the realm. */
  String token(String clientId) {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=%s&client_secret=%s-secret"
                            .formatted(clientId, clientId))));
    return new JsonObject(answer.body()).getString("access_token");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the provider", e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    below.forEach(ProcessHandle::destroyForcibly);
  }
}
