package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.testing.Http2Connection;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client of HTTP/2 that never acknowledges the SETTINGS, which limit its streams. */
class SettingsNotAcknowledgedTest {
  private static final int REFUSED_STREAM = 7;
  private static final int MAX_STREAMS = 100;
  private static final int STREAMS = 130;
  private static final int MAX_REFUSED = 1_000;

  @RegisterExtension private static final ApiServer SERVER = new ApiServer();

  @Test
  void hasItsFurtherStreamsRefused() throws IOException {
    Map<Integer, Integer> refused = new HashMap<>();
    try (Http2Connection connection = Http2Connection.open(SERVER.tlsPort())) {
      for (int i = 0; i < STREAMS; i++) {
        connection.beginPost(1 + 2 * i, "/auth/v1/token");
      }
      connection.flush();
      while (refused.size() < STREAMS - MAX_STREAMS) {
        Http2Connection.Frame frame = connection.read();
        if (frame.type() == Http2Connection.RST_STREAM) {
          refused.put(frame.stream(), (int) frame.payload()[3]);
        }
      }
    }
    assertThat(refused.values()).containsOnly(REFUSED_STREAM);
    assertThat(refused.keySet()).allMatch(stream -> stream > 2 * MAX_STREAMS);
    assertThat(SERVER.gate.inFlight()).isZero();
  }

  @Test
  void isHungUpOnIfItGoesOn() throws IOException {
    try (Http2Connection connection = Http2Connection.open(SERVER.tlsPort())) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < MAX_STREAMS + MAX_REFUSED; i++) {
                  connection.beginPost(1 + 2 * i, "/auth/v1/token");
                }
                connection.flush();
                while (true) {
                  connection.read();
                }
              })
          .isInstanceOfAny(EOFException.class, SocketException.class);
    }
  }
}
