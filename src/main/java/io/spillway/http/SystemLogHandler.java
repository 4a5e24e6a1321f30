package io.spillway.http;

import io.spillway.audit.OcsfEvent;
import io.spillway.store.AuditLog;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The system log, newest first unless asked otherwise. */
final class SystemLogHandler {
  private static final EnumNames<SortDirection> DIRECTIONS =
      new EnumNames<>(SortDirection.class, "SORT_DIRECTION_");

  private final AuditLog log;
  private final PageTokens tokens;

  SystemLogHandler(ApiDependencies dependencies, PageTokens tokens) {
    this.log = dependencies.store().auditLog();
    this.tokens = tokens;
  }

  Future<Reply> events(Call call) {
    Fields body = call.fields();
    Window window =
        new Window(
            body.timestamp("since"),
            body.timestamp("until"),
            body.text("sinceEventUid"),
            direction(body) == SortDirection.ASC);
    Paging paging = Paging.of(tokens, body, "systemlog", window);
    return Blocking.read(call.vertx(), () -> read(window, paging))
        .map(
            read ->
                page(paging.page(read), paging.next(read, last -> Long.toString(last.number()))));
  }

  private List<AuditLog.Entry> read(Window window, Paging paging) {
    long seen = window.sinceEventUid.isEmpty() ? Long.MIN_VALUE : numberOf(window.sinceEventUid);
    OptionalLong after = OptionalLong.empty();
    if (paging.cursor().isPresent()) {
      after = OptionalLong.of(Long.parseLong(paging.cursor().get()));
    } else if (window.ascending && seen != Long.MIN_VALUE) {
      after = OptionalLong.of(seen);
    }
    return log
        .page(
            new AuditLog.Query(
                window.since, window.until, after, window.ascending, paging.sizeAndOne()))
        .stream()
        .takeWhile(entry -> entry.number() > seen)
        .toList();
  }

  private long numberOf(String uid) {
    return log.numberOf(uid)
        .orElseThrow(
            () ->
                Refusals.invalid(
                    "sinceEventUid is "
                        + Refusals.quote(uid)
                        + ", allowed is the uid of an event of this log"));
  }

  private static SortDirection direction(Fields body) {
    String given = body.text("sortDirection");
    for (SortDirection direction : SortDirection.values()) {
      if (direction.name().equals(given)) {
        return direction;
      }
    }
    return body.oneOf("sortDirection", DIRECTIONS).orElse(SortDirection.DESC);
  }

  private static Reply page(List<AuditLog.Entry> rows, String nextPageToken) {
    JsonArray list = new JsonArray();
    rows.forEach(row -> list.add(new JsonObject(OcsfEvent.of(row.event()))));
    return Reply.ok(
        new JsonObject().put("list", list).put("nextPageToken", nextPageToken).toBuffer());
  }

  private enum SortDirection {
    ASC,
    DESC
  }

  private record Window(
      Optional<Instant> since, Optional<Instant> until, String sinceEventUid, boolean ascending) {}
}
