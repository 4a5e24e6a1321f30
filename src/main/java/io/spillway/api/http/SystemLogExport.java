package io.spillway.api.http;

import io.spillway.api.http.route.NdjsonStream;
import io.spillway.domain.audit.OcsfEvent;
import io.spillway.store.AuditLog;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Exports the system log, one line per event, oldest first, up to the newest at the start or the
 * one that the filter names. A line also has what its verification needs.
 */
final class SystemLogExport implements NdjsonStream.ChunkSource {
  private static final int EVENT_BATCH = 100;

  private final AuditLog log;
  private final SystemLogFilter filter;
  private OptionalLong end = OptionalLong.empty();
  private long last;

  SystemLogExport(AuditLog log, SystemLogFilter filter) {
    this.log = log;
    this.filter = filter;
  }

  @Override
  public Optional<Buffer> next() {
    if (end.isEmpty()) {
      end = OptionalLong.of(Math.min(newest(), filter.lastNumber(log).orElse(Long.MAX_VALUE)));
      last = filter.lastSeenNumber(log).orElse(0);
    }
    List<AuditLog.Entry> entries =
        log.page(filter.query(OptionalLong.of(last), true, EVENT_BATCH)).stream()
            .takeWhile(entry -> entry.number() <= end.getAsLong())
            .toList();
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    last = entries.get(entries.size() - 1).number();
    Buffer chunk = Buffer.buffer();
    entries.forEach(entry -> chunk.appendString(line(entry) + "\n"));
    return Optional.of(chunk);
  }

  private static String line(AuditLog.Entry entry) {
    return new JsonObject(
            OcsfEvent.exported(entry.event(), entry.number(), entry.link(), entry.checkpoint()))
        .encode();
  }

  private long newest() {
    return log
        .page(
            new AuditLog.Query(Optional.empty(), Optional.empty(), OptionalLong.empty(), false, 1))
        .stream()
        .mapToLong(AuditLog.Entry::number)
        .findFirst()
        .orElse(0);
  }
}
