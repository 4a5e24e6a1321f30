package io.spillway.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.JsonText;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.PageTokens;
import io.spillway.api.http.route.Paging;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.resolution.PausedFilter;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.search.ExecutionPage;
import io.spillway.engine.search.PausedExecutions;
import io.spillway.engine.search.PausedSummary;
import io.spillway.engine.search.UnreadableSegment;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.ExecutionStore.Created;
import io.spillway.store.SelectionJson;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Searches the paused executions of an automation, for review before they are resolved. The first
 * page includes a summary of all matches, and a token to resolve exactly these.
 */
final class PausedSearchHandler {
  private final PausedExecutions paused;
  private final Summaries summaries;
  private final AutomationStore automations;
  private final PageTokens tokens;
  private final ReviewTokens reviews;

  PausedSearchHandler(ApiDependencies dependencies, PageTokens tokens, ReviewTokens reviews) {
    this.paused = dependencies.paused();
    this.summaries = dependencies.summaries();
    this.automations = dependencies.store().automations();
    this.tokens = tokens;
    this.reviews = reviews;
  }

  Future<Reply> search(ApiRequest request) {
    String id = request.path("id");
    Fields body = request.fields();
    PausedFilter filter = PausedSearchRequest.filterOf(body);
    List<String> summaryFields = PausedSearchRequest.summaryFieldsOf(body);
    Paging paging = Paging.of(tokens, body, "paused", id, SelectionJson.of(filter));
    ContextLimit limit = ContextLimit.of(body);
    return BlockingReads.read(request, () -> requireSearchable(id, filter))
        .compose(
            automation ->
                paging.cursor().isPresent()
                    ? page(
                        request,
                        id,
                        filter,
                        paging,
                        page -> reply(page, limit, paging, Optional.empty(), ""))
                    : firstPage(request, id, filter, limit, paging, summaryFields));
  }

  private AutomationRecord requireSearchable(String id, PausedFilter filter) {
    AutomationRecord automation = AutomationsHandler.existing(automations, id);
    filter.retryOf().ifPresent(retried -> RetriedResolution.read(automations, id, retried));
    return automation;
  }

  private Future<Reply> firstPage(
      ApiRequest request,
      String id,
      PausedFilter filter,
      ContextLimit limit,
      Paging paging,
      List<String> summaryFields) {
    return summaries
        .of(request, id, filter, summaryFields)
        .compose(
            summary ->
                page(
                    request,
                    id,
                    filter,
                    paging,
                    page -> {
                      Selection all =
                          new Selection(filter, summary.throughExecutionId(), summary.count());
                      return reply(
                          page, limit, paging, Optional.of(summary), reviews.issue(id, all));
                    }));
  }

  private Future<Reply> page(
      ApiRequest request,
      String id,
      PausedFilter filter,
      Paging paging,
      Function<ExecutionPage, Reply> json) {
    long before = paging.cursor().map(Long::parseLong).orElse(Long.MAX_VALUE);
    return request.inTurn(
        () -> PageReplies.reply(request, paused.page(id, filter, before, paging.size()), json));
  }

  private static Reply reply(
      ExecutionPage page,
      ContextLimit limit,
      Paging paging,
      Optional<PausedSummary> summary,
      String reviewToken) {
    String next =
        page.next().map(Created::executionId).map(String::valueOf).map(paging::token).orElse("");
    return Reply.ok(
        out -> {
          ExecutionJson.writeFound(out, page.executions(), limit);
          out.writeStringField("nextPageToken", next);
          if (summary.isPresent()) {
            JsonText.object(out, "summary", o -> write(o, summary.get()));
            out.writeStringField("reviewToken", reviewToken);
            out.writeArrayFieldStart("unreadable");
            for (UnreadableSegment segment : summary.get().unreadable()) {
              out.writeStartObject();
              JsonText.int64(out, "firstExecutionId", segment.firstExecutionId());
              JsonText.int64(out, "lastExecutionId", segment.lastExecutionId());
              out.writeStringField("cause", segment.cause());
              out.writeEndObject();
            }
            out.writeEndArray();
          }
        });
  }

  private static void write(JsonGenerator out, PausedSummary summary) throws IOException {
    out.writeNumberField("count", summary.count());
    if (summary.firstAt().isPresent() && summary.lastAt().isPresent()) {
      JsonText.timestamp(out, "firstCreatedAt", summary.firstAt().get());
      JsonText.timestamp(out, "lastCreatedAt", summary.lastAt().get());
    }
    out.writeArrayFieldStart("fields");
    for (PausedSummary.Values values : summary.fields()) {
      out.writeStartObject();
      write(out, values);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, PausedSummary.Values values) throws IOException {
    JsonText.text(out, "field", values.field());
    out.writeArrayFieldStart("topValues");
    for (PausedSummary.Counted counted : values.top()) {
      out.writeStartObject();
      JsonText.raw(out, "value", counted.json());
      out.writeNumberField("count", counted.count());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeNumberField("absentCount", values.absentCount());
    out.writeNumberField("otherCount", values.otherCount());
  }
}
