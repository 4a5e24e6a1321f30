package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.spillway.testing.CapturedLog;
import io.spillway.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

class RefusedRequestsLogTest {
  private static final Marker STORE = MarkerFactory.getMarker("store not available");
  private static final Marker LIMIT = MarkerFactory.getMarker("over a limit");

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("io.spillway.api.Anything");
  private final RefusedRequestsLog refused = new RefusedRequestsLog(context, clock);
  private final CapturedLog log;

  RefusedRequestsLogTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.addTurboFilter(refused);
    log = CapturedLog.of(context.getLogger(Logger.ROOT_LOGGER_NAME));
  }

  @Test
  void aThousandRefusedRequestsAreOneLineWithCountsByKind() {
    for (int i = 1; i <= 1_000; i++) {
      logger.warn(STORE, "{} failed: {}", "POST /a", i);
    }
    logger.warn(LIMIT, "{} is refused", "GET /b");
    clock.advance(Duration.ofSeconds(3));

    refused.logDue();

    assertThat(log.lines())
        .containsExactly(
            "WARN 1001 requests were refused within 3 s: 1 over a limit, 1000 store not available;"
                + " the latest: GET /b is refused");
  }

  @Test
  void thereIsALineAMinuteAndNoneIfNothingIsRefused() {
    logger.warn(LIMIT, "first");
    refused.logDue();
    logger.warn(LIMIT, "second");
    clock.advance(Duration.ofSeconds(59));
    refused.logDue();
    assertThat(log.lines()).hasSize(1);

    clock.advance(Duration.ofSeconds(1));
    refused.logDue();
    clock.advance(Duration.ofMinutes(2));
    refused.logDue();

    assertThat(log.lines())
        .containsExactly(
            "WARN 1 request was refused within 1 s: 1 over a limit; the latest: first",
            "WARN 1 request was refused within 60 s: 1 over a limit; the latest: second");
  }

  @Test
  void otherWarningsAreLoggedAsTheyCome() {
    logger.warn("the disk is slow");
    context.getLogger("org.other.Network").warn(LIMIT, "so is the network");

    refused.logDue();

    assertThat(log.lines()).containsExactly("WARN the disk is slow", "WARN so is the network");
  }
}
