package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.api.http.KeyPairFiles;
import io.spillway.api.http.server.TlsFiles;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event bus of two members in one JVM, with certificates of one authority. */
class EncryptedBusTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void onlyWhoHasACertificateTakesPart(@TempDir Path directory) throws Exception {
    TlsFiles pair = KeyPairFiles.make(directory, "member", "EC").writeTo(directory);
    Settings.ClusterTls tls =
        new Settings.ClusterTls(pair.certificate(), pair.key(), pair.certificate());
    try (TwoBuses buses = new TwoBuses(Optional.of(tls))) {
      buses.there().eventBus().consumer("greeting", message -> message.reply("hello"));

      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () ->
                  buses
                      .here()
                      .eventBus()
                      .request("greeting", "")
                      .await(5, TimeUnit.SECONDS)
                      .body()
                      .equals("hello"));
      assertThat(isHungUpOn(buses.busPortThere())).isTrue();
    }
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
