package io.spillway.api.http;

import io.spillway.api.http.route.NdjsonStream;
import io.spillway.domain.audit.OcsfEvent;
import io.spillway.store.AuditLog;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The events of the system log, a line each, oldest first, up to the newest when it began. */
final class SystemLogExport implements NdjsonStream.Lines {
  private static final int EVENTS_TOGETHER = 100;

  private final AuditLog log;
  private final EventWindow window;
  private OptionalLong end = OptionalLong.empty();
  private long last;

  SystemLogExport(AuditLog log, EventWindow window) {
    this.log = log;
    this.window = window;
  }

  @Override
  public Optional<Buffer> next() {
    if (end.isEmpty()) {
      end = OptionalLong.of(newest());
      last = window.seen(log).orElse(0);
    }
    List<AuditLog.Entry> entries =
        log.page(window.query(OptionalLong.of(last), true, EVENTS_TOGETHER)).stream()
            .takeWhile(entry -> entry.number() <= end.getAsLong())
            .toList();
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    last = entries.get(entries.size() - 1).number();
    Buffer piece = Buffer.buffer();
    entries.forEach(
        entry -> piece.appendString(new JsonObject(OcsfEvent.of(entry.event())).encode() + "\n"));
    return Optional.of(piece);
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
