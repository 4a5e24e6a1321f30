package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.api.http.server.HttpSettings;
import io.spillway.api.http.server.HttpTimeouts;
import io.spillway.api.http.server.TlsFiles;
import io.spillway.domain.execution.ExecutionState;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which connections are closed by a server that closes idle ones after a second. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdleConnectionTest {
  private static final String ALIVE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String RESOLVE =
      request(
          "POST /api/v1/automations/a1/circuit_breaker/resolve_paused",
          "{\"decision\":\"PAUSED_EXECUTION_DECISION_RUN\"}");
  private static final String EXECUTE = request("POST /api/v1/automations/a1/execute", "");
  private static final String LIST = request("GET /api/v1/automation_executions?pageSize=100", "");
  private static final int CONTEXT = 200_000;

  private static String request(String line, String body) {
    String headers =
        "Host: x|Authorization: Bearer admin|Content-Type: application/json|Connection: close|";
    return (line + " HTTP/1.1|" + headers + "Content-Length: " + body.length() + "||")
            .replace("|", "\r\n")
        + body;
  }

  private final ApiServer server = new ApiServer(impatient(Optional.empty()), 100);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aConnectionWithoutARequestIsClosed() {
    try (RawClient silent = new RawClient(server.port());
        RawClient served = new RawClient(server.port()).send(ALIVE)) {
      assertThat(silent.received()).isEmpty();
      assertThat(served.received()).contains("\"UP\"");
    }
  }

  /** Answers when other connections have been closed as idle, again and again. */
  @Test
  void whatIsWorkedOnForLongIsAnswered() {
    Promise<Object> disk = Promise.promise();
    CountDownLatch arrived = new CountDownLatch(2);
    server.router.before =
        (id, command) -> {
          arrived.countDown();
          return disk.future();
        };
    try (RawClient resolve = new RawClient(server.port()).send(RESOLVE);
        RawClient execute = new RawClient(server.port()).send(EXECUTE)) {
      await().until(() -> arrived.getCount() == 0);
      for (int i = 0; i < 3; i++) {
        awaitIdleTimeout();
      }
      disk.complete();
      assertThat(resolve.received()).startsWith("HTTP/1.1 200").contains("\"pausedCount\":7");
      assertThat(execute.received())
          .startsWith("HTTP/1.1 200")
          .contains("\"executionId\":\"4096\"");
    }
  }

  private void awaitIdleTimeout() {
    try (RawClient idle = new RawClient(server.port()).send(ALIVE)) {
      assertThat(idle.received()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aConnectionWhoseClientDoesNotReadItsResponseIsClosed() throws Exception {
    try (ApiServer forOne = new ApiServer(impatient(Optional.empty()), 1);
        Socket deaf = requestLargeList(forOne)) {
      await().until(() -> !answersTo(forOne, ALIVE).isEmpty());
      assertThat(deaf.isConnected()).isTrue();
    }
  }

  @Test
  void aClientThatReadsItsResponseSlowlyGetsTheWholeOfIt() throws Exception {
    try (Socket slow = requestLargeList(server)) {
      long bytes = 0;
      for (int i = 0; i < 4; i++) {
        bytes += slow.getInputStream().readNBytes(1_000_000).length;
        awaitIdleTimeout();
      }
      bytes += slow.getInputStream().readAllBytes().length;
      assertThat(bytes).isGreaterThan(100L * CONTEXT);
    }
  }

  /** The response has 20 MB, more than the sockets take. */
  private static Socket requestLargeList(ApiServer server) throws IOException {
    for (int i = 1; i <= 100; i++) {
      server.executions.add(
          i, "a1", ExecutionState.DONE, "{\"x\":\"" + "y".repeat(CONTEXT) + "\"}");
    }
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.getOutputStream().write(LIST.getBytes(StandardCharsets.US_ASCII));
    await().until(() -> server.executions.queries.size() == 1 && server.gate.inFlight() == 0);
    return socket;
  }

  private static String answersTo(ApiServer server, String request) {
    try (RawClient client = new RawClient(server.port()).send(request)) {
      return client.receivedOrReset();
    }
  }

  @Test
  void anEncryptedConnectionWithoutARequestIsClosed(@TempDir Path directory) throws Exception {
    KeyPairFiles pair = KeyPairFiles.make(directory, "localhost", "EC");
    KeyStore trusted = pair.trusted();
    try (ApiServer encrypted = new ApiServer(impatient(Optional.of(pair.writeTo(directory))), 100);
        RawClient silent = RawClient.overHttp2(encrypted.port(), trusted)) {
      assertThat(silent.receivedOrReset()).doesNotContain("HTTP/1.1");
    }
  }

  private static HttpSettings impatient(Optional<TlsFiles> tls) {
    Duration second = Duration.ofSeconds(1);
    return new HttpSettings(
        "127.0.0.1", 0, tls, Set.of(), new HttpTimeouts(second, second, second));
  }
}
