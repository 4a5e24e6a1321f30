package io.spillway.api.http;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.breaker.Trip;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.job.LeasedStep;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Objects for tests. */
final class ApiSamples {
  static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");
  static final BreakerState TRIPPED =
      new BreakerState.Tripped(1, AT, new Trip(101, 100, BreakerPeriod.HOUR, AT));
  static final Resolution.Order ORDER =
      new Resolution.Order(Decision.CANCEL, "too many", "client-admin");

  private ApiSamples() {}

  /** A job, whose execution is in its {@code run}th hand-out. */
  static LeasedStep leased(int run) {
    return new LeasedStep(
        4_096L,
        3,
        1,
        "open",
        "t",
        run,
        1,
        12,
        AT.toEpochMilli(),
        "{\"title\":\"Ü\"}".getBytes(StandardCharsets.UTF_8),
        "{\"trigger\":{}}".getBytes(StandardCharsets.UTF_8));
  }

  static Resolution running(String id) {
    return new Resolution(id, "a1", ORDER, 1, 8, new Resolution.Counts(2, 0), AT, Optional.empty());
  }

  static Resolution finished(String id) {
    return running(id).finished(new Resolution.Counts(7, 1), AT.plusSeconds(5));
  }

  /** Events {@code e1} to {@code e<count>}, one a second. */
  static List<AuditEvent> events(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            n ->
                new AuditEvent(
                    "e" + n,
                    AuditEvent.Kind.PAUSED_RUN,
                    AT.plusSeconds(n),
                    "client-admin",
                    "a1",
                    "event " + n,
                    Map.of("pausedCount", (long) n)))
        .toList();
  }
}
