package io.spillway.attack;

import io.spillway.testing.Http2Connection;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/** What a client of HTTP/2 may do with streams. It reads nothing. */
final class Http2Steps {
  private static final String PATH = "/auth/v1/token";

  /** As many as an eager client opens before it sees the SETTINGS of the server. */
  private static final int STREAMS = 10_500;

  private static final int RESETS = 2_000;
  private static final int STREAMS_A_WRITE = 100;

  private Http2Steps() {}

  static Attack.Step of(Target target) {
    return () -> {
      try (Http2Connection connection = Http2Connection.open(target.node().url().getPort())) {
        if (ThreadLocalRandom.current().nextBoolean()) {
          Attack.untilHungUp(() -> openAll(connection));
          Attack.pause();
        } else {
          Attack.untilHungUp(() -> resetAll(connection));
        }
      }
    };
  }

  private static void openAll(Http2Connection connection) throws IOException {
    for (int i = 0; i < STREAMS; i++) {
      connection.beginPost(1 + 2 * i, PATH);
      flushSome(connection, i);
    }
    connection.flush();
  }

  private static void resetAll(Http2Connection connection) throws IOException {
    for (int i = 0; i < RESETS; i++) {
      connection.beginPost(1 + 2 * i, PATH);
      connection.reset(1 + 2 * i);
      flushSome(connection, i);
    }
    connection.flush();
  }

  private static void flushSome(Http2Connection connection, int streams) throws IOException {
    if (streams % STREAMS_A_WRITE == 0) {
      connection.flush();
    }
  }
}
