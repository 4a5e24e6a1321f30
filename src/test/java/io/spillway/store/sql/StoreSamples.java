package io.spillway.store.sql;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Values to store. */
final class StoreSamples {
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private StoreSamples() {}

  /** An admitted execution, created at {@link #START}. */
  static ExecutionFact admitted(long segmentId, int slot) {
    return fact(segmentId, slot, 0, START.toEpochMilli());
  }

  /** An execution paused by the first trip, created at {@link #START}. */
  static ExecutionFact paused(long segmentId, int slot) {
    return fact(segmentId, slot, 1, START.toEpochMilli());
  }

  static ExecutionFact fact(long segmentId, int slot, int generation, long atMillis) {
    byte[] context = ("{\"slot\":" + slot + "}").getBytes(StandardCharsets.UTF_8);
    return new ExecutionFact(
        ExecutionIds.of(segmentId, slot),
        atMillis,
        generation,
        1 + slot / 7 % 3,
        slot % 3 == 0 ? "ada" : "Zoë 😀",
        context);
  }

  /** Admitted executions in the slots {@code first … end − 1}. */
  static List<ExecutionFact> admitted(long segmentId, int first, int end) {
    return IntStream.range(first, end).mapToObj(slot -> admitted(segmentId, slot)).toList();
  }

  static AuditEvent event(String uid) {
    return event(uid, START);
  }

  static AuditEvent event(String uid, Instant at) {
    return new AuditEvent(
        uid,
        AuditEvent.Kind.AUTOMATION_UPDATED,
        at,
        "alice",
        "a",
        "alice changed a",
        Map.of("fields", List.of("enabled")));
  }

  /** A running resolution of automation {@code a}. */
  static Resolution resolution(String id, Instant startedAt) {
    return new Resolution(
        id,
        "a",
        new Resolution.Order(Decision.CANCEL, "a burst of \"tests\"", "alice"),
        3,
        2_000,
        Resolution.Counts.NONE,
        startedAt,
        Optional.empty());
  }
}
