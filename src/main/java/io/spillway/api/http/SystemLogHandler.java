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
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** Lists and exports the system log. */
final class SystemLogHandler {
  private static final int ROWS_PER_READ = 26;

  /** The length of the rows of a page, which has one at least. */
  private static final long MAX_PAGE_LENGTH = 2L << 20;

  /** A row is in memory as read, as text, and in the response, which grows by doubling. */
  private static final int COPIES = 4;

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
    return BlockingReads.read(request, () -> page(request, filter, ascending, paging));
  }

  /** All events up to now, as NDJSON. */
  Future<Reply> export(ApiRequest request) {
    SystemLogFilter filter = SystemLogFilter.of(Fields.of(request.http().params()));
    return NdjsonStream.reply(request, new SystemLogExport(log, filter));
  }

  /** An event as it is returned. */
  private record Row(long number, String json) {}

  private Reply page(ApiRequest request, SystemLogFilter filter, boolean ascending, Paging paging) {
    List<Row> rows = new ArrayList<>();
    long length = 0;
    for (Scan scan = new Scan(filter, ascending, paging); scan.hasNext(); ) {
      AuditLog.Entry entry = scan.next();
      Row row = new Row(entry.number(), new JsonObject(OcsfEvent.of(entry.event())).encode());
      length += row.json.length();
      if (rows.size() == paging.size() || (!rows.isEmpty() && length > MAX_PAGE_LENGTH)) {
        return page(rows, paging.token(Long.toString(rows.get(rows.size() - 1).number)));
      }
      request.hold((long) COPIES * row.json.length());
      rows.add(row);
    }
    return page(rows, "");
  }

  /** The events from the cursor on, read a few at a time: one may have a thousand failures. */
  private final class Scan {
    private final SystemLogFilter filter;
    private final boolean ascending;
    private final OptionalLong seen;
    private final OptionalLong last;
    private final Deque<AuditLog.Entry> read = new ArrayDeque<>();
    private OptionalLong after;
    private boolean ended;

    Scan(SystemLogFilter filter, boolean ascending, Paging paging) {
      this.filter = filter;
      this.ascending = ascending;
      seen = filter.lastSeenNumber(log);
      last = filter.lastNumber(log);
      after = seen;
      if (!ascending) {
        // The cursor is exclusive, this bound is inclusive.
        after = last.isEmpty() ? last : OptionalLong.of(last.getAsLong() + 1);
      }
      if (paging.cursor().isPresent()) {
        after = OptionalLong.of(Long.parseLong(paging.cursor().get()));
      }
    }

    boolean hasNext() {
      if (read.isEmpty() && !ended) {
        List<AuditLog.Entry> more = log.page(filter.query(after, ascending, ROWS_PER_READ));
        ended = more.size() < ROWS_PER_READ;
        for (AuditLog.Entry entry : more) {
          after = OptionalLong.of(entry.number());
          if (isBeyond(entry)) {
            ended = true;
            break;
          }
          read.add(entry);
        }
      }
      return !read.isEmpty();
    }

    private boolean isBeyond(AuditLog.Entry entry) {
      return (seen.isPresent() && entry.number() <= seen.getAsLong())
          || (last.isPresent() && entry.number() > last.getAsLong());
    }

    AuditLog.Entry next() {
      return read.remove();
    }
  }

  private static Reply page(List<Row> rows, String nextPageToken) {
    return Reply.ok(
        out -> {
          out.writeArrayFieldStart("list");
          for (Row row : rows) {
            out.writeRawValue(row.json);
          }
          out.writeEndArray();
          out.writeStringField("nextPageToken", nextPageToken);
        });
  }
}
