package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.PageTokens;
import io.spillway.api.http.route.Paging;
import io.spillway.api.http.route.Reply;
import io.spillway.engine.actor.BreakerReport;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.AutomationStore.Position;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lists the breakers of automations, those first that need attention. Each page reads and orders
 * all automations that match, up to a limit, since the counts are known to their actors only.
 */
final class BreakerSearchHandler {
  private static final int BATCH = 1_000;
  private static final int MAX_READ = 10_000;

  /** What an outline takes of the heap; names and descriptions are limited. */
  private static final long BYTES_PER_ROW = 1_024;

  /** Limits the actors that a list keeps in memory. */
  private static final int MAX_ASKED = 1_000;

  /** Whom to ask first: tripped, then those that tripped before, then those executed last. */
  private static final Comparator<BreakerRow> MOST_URGENT =
      Comparator.comparing(BreakerRow::isTripped)
          .thenComparing(row -> row.record().breaker().generation() > 0)
          .thenComparing(
              row -> row.record().lastExecutedAt().map(at -> at.toEpochMilli()).orElse(0L))
          .reversed();

  private final AutomationStore automations;
  private final BreakerReports reports;
  private final PageTokens tokens;
  private final Clock clock;

  BreakerSearchHandler(ApiDependencies dependencies, PageTokens tokens) {
    this.automations = dependencies.store().automations();
    this.reports = new BreakerReports(dependencies.router());
    this.tokens = tokens;
    this.clock = dependencies.clock();
  }

  Future<Reply> search(ApiRequest request) {
    Fields body = request.fields();
    String text = body.text("query");
    boolean onlyTripped = body.flag("tripped");
    Paging paging = Paging.of(tokens, body, "circuit_breakers", text, onlyTripped);
    Set<String> scope = request.caller().scope().ids();
    return BlockingReads.read(request, () -> read(request, text, onlyTripped, scope))
        .compose(
            read ->
                reports
                    .of(request.vertx(), toAsk(read))
                    .compose(
                        asked -> BlockingReads.read(request, () -> reply(read, asked, paging))));
  }

  private List<BreakerRow> read(
      ApiRequest request, String text, boolean onlyTripped, Set<String> scope) {
    List<BreakerRow> rows = new ArrayList<>();
    Optional<Position> before = Optional.empty();
    List<AutomationRecord> batch;
    int read = 0;
    do {
      batch = automations.outlines(new AutomationStore.Query(text, "", scope, before, BATCH));
      request.hold(batch.size() * BYTES_PER_ROW);
      for (AutomationRecord record : batch) {
        BreakerRow row = BreakerRow.unasked(record, clock);
        if (!onlyTripped || row.isTripped()) {
          rows.add(row);
        }
        before =
            Optional.of(new Position(record.automation().createdAt(), record.automation().id()));
      }
      read += batch.size();
    } while (batch.size() == BATCH && read < MAX_READ);
    return rows;
  }

  private static List<String> toAsk(List<BreakerRow> rows) {
    return rows.stream()
        .filter(BreakerRow::mustBeAsked)
        .sorted(MOST_URGENT)
        .limit(MAX_ASKED)
        .map(row -> row.record().automation().id())
        .toList();
  }

  private static Reply reply(
      List<BreakerRow> read, Map<String, BreakerReport> asked, Paging paging) {
    String after = paging.cursor().orElse("");
    TreeMap<String, BreakerRow> byPosition = new TreeMap<>();
    for (BreakerRow unasked : read) {
      BreakerRow row = withCounts(unasked, asked);
      byPosition.put(row.position(), row);
    }
    List<BreakerRow> rows =
        byPosition.tailMap(after, false).values().stream().limit(paging.fetchSize()).toList();
    return Reply.ok(
        out -> {
          out.writeArrayFieldStart("list");
          for (BreakerRow row : paging.page(rows)) {
            out.writeStartObject();
            row.write(out);
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeNumberField("matchCount", read.size());
          out.writeStringField("nextPageToken", paging.next(rows, BreakerRow::position));
        });
  }

  private static BreakerRow withCounts(BreakerRow row, Map<String, BreakerReport> asked) {
    BreakerReport report = asked.get(row.record().automation().id());
    return report == null
        ? row
        : new BreakerRow(
            report.automation(),
            OptionalLong.of(report.windowCount()),
            OptionalLong.of(report.pausedCount()));
  }
}
