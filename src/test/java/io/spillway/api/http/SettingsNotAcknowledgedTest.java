package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.testing.Http2Connection;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client of HTTP/2 that never acknowledges the SETTINGS, which limit its streams. */
class SettingsNotAcknowledgedTest {
  private static final int REFUSED_STREAM = 7;
  private static final int MAX_STREAMS = 100;
  private static final int STREAMS = 130;

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
}
