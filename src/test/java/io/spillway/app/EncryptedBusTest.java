package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.api.http.KeyPairFiles;
import io.spillway.api.http.server.TlsFiles;
import io.spillway.engine.grid.Grid;
import io.spillway.engine.grid.GridSettings;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.Ports;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event bus of two members in one JVM, with certificates of one authority. */
class EncryptedBusTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Integer> ports = Stream.generate(Ports::free).distinct().limit(4).toList();
  private final List<String> addresses =
      ports.stream().limit(2).map(port -> "127.0.0.1:" + port).toList();
  private final Store store =
      SqliteStore.inMemory("encrypted", Clock.systemUTC(), new SimpleMeterRegistry());
  private final Grid first = grid(0);
  private final Grid second = grid(1);

  private Grid grid(int number) {
    return Grid.start(
        new GridSettings(
            "encrypted-bus-test",
            "127.0.0.1",
            ports.get(number),
            addresses,
            Optional.empty(),
            0,
            Optional.empty()),
        store);
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    store.close();
  }

  @Test
  void onlyWhoHasACertificateTakesPart(@TempDir Path directory) throws Exception {
    TlsFiles pair = KeyPairFiles.make(directory, "member", "EC").writeTo(directory);
    Settings.ClusterTls tls =
        new Settings.ClusterTls(pair.certificate(), pair.key(), pair.certificate());
    Vertx here = vertx(0, tls, first);
    Vertx there = vertx(1, tls, second);
    there.eventBus().consumer("greeting", message -> message.reply("hello"));

    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                here.eventBus()
                    .request("greeting", "")
                    .await(5, TimeUnit.SECONDS)
                    .body()
                    .equals("hello"));
    assertThat(isHungUpOn(ports.get(3))).isTrue();

    here.close().await(30, TimeUnit.SECONDS);
    there.close().await(30, TimeUnit.SECONDS);
  }

  private Vertx vertx(int number, Settings.ClusterTls tls, Grid grid) throws Exception {
    return NodeVertx.start(
            new Settings.Cluster(
                "encrypted-bus-test",
                "127.0.0.1",
                ports.get(number),
                ports.get(2 + number),
                addresses,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.of(tls)),
            grid)
        .await(60, TimeUnit.SECONDS);
  }

  /** A frame that says it has 2 GiB, in the clear. */
  private static boolean isHungUpOn(int port) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(new byte[] {0x7f, -1, -1, -1});
      socket.getOutputStream().write("not a handshake".getBytes(StandardCharsets.US_ASCII));
      while (socket.getInputStream().read() >= 0) {
        // An alert of TLS.
      }
      return true;
    }
  }
}
