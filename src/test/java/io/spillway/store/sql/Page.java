package io.spillway.store.sql;

import io.spillway.store.AuditLog;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Queries of the system log. */
final class Page {
  private Page() {}

  static AuditLog.Query oldestFirst(int limit) {
    return new AuditLog.Query(
        Optional.empty(), Optional.empty(), OptionalLong.empty(), true, limit);
  }

  static AuditLog.Query newestFirst(int limit) {
    return new AuditLog.Query(
        Optional.empty(), Optional.empty(), OptionalLong.empty(), false, limit);
  }

  static AuditLog.Query after(AuditLog.Query query, long number) {
    return new AuditLog.Query(
        query.since(), query.until(), OptionalLong.of(number), query.ascending(), query.limit());
  }

  static AuditLog.Query between(AuditLog.Query query, Instant since, Instant until) {
    return new AuditLog.Query(
        Optional.of(since), Optional.of(until), query.after(), query.ascending(), query.limit());
  }
}
