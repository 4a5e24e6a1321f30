package io.spillway.api.http;

import io.spillway.api.http.json.EnumNames;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.Call;
import io.spillway.api.http.route.NdjsonStream;
import io.spillway.api.http.route.PageTokens;
import io.spillway.api.http.route.Paging;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.audit.OcsfEvent;
import io.spillway.store.AuditLog;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
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
    EventWindow window = EventWindow.of(body);
    boolean ascending = direction(body) == SortDirection.ASC;
    Paging paging = Paging.of(tokens, body, "systemlog", window, ascending);
    return BlockingReads.read(call.vertx(), () -> read(window, ascending, paging))
        .map(
            read ->
                page(paging.page(read), paging.next(read, last -> Long.toString(last.number()))));
  }

  /** Everything up to now, as lines, however much that is. */
  Future<Reply> export(Call call) {
    EventWindow window = EventWindow.of(Fields.of(call.request().params()));
    return NdjsonStream.reply(call.vertx(), new SystemLogExport(log, window));
  }

  private List<AuditLog.Entry> read(EventWindow window, boolean ascending, Paging paging) {
    OptionalLong seen = window.seen(log);
    OptionalLong after = ascending ? seen : OptionalLong.empty();
    if (paging.cursor().isPresent()) {
      after = OptionalLong.of(Long.parseLong(paging.cursor().get()));
    }
    return log.page(window.query(after, ascending, paging.sizeAndOne())).stream()
        .takeWhile(entry -> seen.isEmpty() || entry.number() > seen.getAsLong())
        .toList();
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
}
