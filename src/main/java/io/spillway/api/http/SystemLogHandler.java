package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
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

/** Lists and exports the system log. */
final class SystemLogHandler {
  private final AuditLog log;
  private final PageTokens tokens;

  SystemLogHandler(ApiDependencies dependencies, PageTokens tokens) {
    this.log = dependencies.store().auditLog();
    this.tokens = tokens;
  }

  Future<Reply> events(ApiRequest request) {
    Fields body = request.fields();
    SystemLogFilter filter = SystemLogFilter.of(body);
    boolean ascending =
        body.oneOf("sortDirection", SortDirection.NAMES).orElse(SortDirection.DESC)
            == SortDirection.ASC;
    Paging paging = Paging.of(tokens, body, "systemlog", filter, ascending);
    return BlockingReads.read(request.vertx(), () -> read(filter, ascending, paging))
        .map(
            read ->
                page(paging.page(read), paging.next(read, last -> Long.toString(last.number()))));
  }

  /** All events up to now, as NDJSON. */
  Future<Reply> export(ApiRequest request) {
    SystemLogFilter filter = SystemLogFilter.of(Fields.of(request.http().params()));
    return NdjsonStream.reply(request.vertx(), new SystemLogExport(log, filter));
  }

  private List<AuditLog.Entry> read(SystemLogFilter filter, boolean ascending, Paging paging) {
    OptionalLong seen = filter.lastSeenNumber(log);
    OptionalLong last = filter.lastNumber(log);
    OptionalLong after = seen;
    if (!ascending) {
      // The cursor is exclusive, this bound is inclusive.
      after = last.isEmpty() ? last : OptionalLong.of(last.getAsLong() + 1);
    }
    if (paging.cursor().isPresent()) {
      after = OptionalLong.of(Long.parseLong(paging.cursor().get()));
    }
    return log.page(filter.query(after, ascending, paging.fetchSize())).stream()
        .takeWhile(entry -> seen.isEmpty() || entry.number() > seen.getAsLong())
        .takeWhile(entry -> last.isEmpty() || entry.number() <= last.getAsLong())
        .toList();
  }

  private static Reply page(List<AuditLog.Entry> rows, String nextPageToken) {
    JsonArray list = new JsonArray();
    rows.forEach(row -> list.add(new JsonObject(OcsfEvent.of(row.event()))));
    return Reply.ok(
        new JsonObject().put("list", list).put("nextPageToken", nextPageToken).toBuffer());
  }
}
