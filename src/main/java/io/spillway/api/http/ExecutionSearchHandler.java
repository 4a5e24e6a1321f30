package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.PageTokens;
import io.spillway.api.http.route.Paging;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.engine.search.ExecutionPage;
import io.spillway.engine.search.ExecutionQuery;
import io.spillway.engine.search.ExecutionSearch;
import io.spillway.engine.search.ExecutionView;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.AutomationStore.Position;
import io.spillway.store.ExecutionStore.Created;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Lists executions, newest first. */
final class ExecutionSearchHandler {
  private static final int APP_BATCH = 1_000;
  private static final Future<Reply> NONE =
      Future.succeededFuture(ExecutionJson.found(List.of(), ContextLimit.NONE, ""));

  private final ExecutionSearch executions;
  private final AutomationStore automations;
  private final PageTokens tokens;
  private final ScanLimit scans;

  ExecutionSearchHandler(ApiDependencies dependencies, PageTokens tokens) {
    this.scans = dependencies.summaries().scans();
    this.executions = dependencies.executions();
    this.automations = dependencies.store().automations();
    this.tokens = tokens;
  }

  Future<Reply> list(ApiRequest request) {
    Paging paging = Paging.of(tokens, request.http(), "automation_executions");
    ExecutionQuery query =
        new ExecutionQuery(
            request.caller().scope().ids(), 0, "", Set.of(), before(paging), paging.size());
    return page(request, query, paging, ExecutionJson::list);
  }

  Future<Reply> search(ApiRequest request) {
    Fields body = request.fields();
    BiFunction<List<ExecutionView>, String, Reply> json = found(body);
    Set<Long> ids = ids(body);
    Set<String> automation = nonEmpty(List.of(body.text("automationTemplateId")));
    int states = mask(body.allOf("executionStepStates", ExecutionJson.STATES));
    String text = body.text("query");
    Paging paging = Paging.of(tokens, body, "automation_executions", ids, automation, states, text);
    Optional<Set<String>> within = request.caller().scope().narrow(automation);
    if (within.isEmpty()) {
      return NONE;
    }
    ExecutionQuery query =
        new ExecutionQuery(within.get(), states, text, Set.of(), before(paging), paging.size());
    return ids.isEmpty()
        ? page(request, query, paging, json)
        : request.inTurn(
            () ->
                PageReplies.reply(
                    request, executions.page(ids, query), page -> answer(page, paging, json)));
  }

  Future<Reply> searchAll(ApiRequest request) {
    Fields body = request.fields();
    BiFunction<List<ExecutionView>, String, Reply> json = found(body);
    Set<String> ids = nonEmpty(body.texts("automationTemplateIds"));
    Set<String> apps = nonEmpty(body.texts("appIds"));
    Set<String> users = nonEmpty(body.texts("subjectUserIds"));
    int states = mask(body.allOf("executionStates", ExecutionJson.STATES));
    Paging paging = Paging.of(tokens, body, "all_automation_executions", ids, apps, users, states);
    Optional<Set<String>> within = request.caller().scope().narrow(ids);
    if (within.isEmpty()) {
      return NONE;
    }
    if (apps.isEmpty()) {
      ExecutionQuery query =
          new ExecutionQuery(within.get(), states, "", users, before(paging), paging.size());
      return page(request, query, paging, json);
    }
    return BlockingReads.read(request, () -> automationsOf(apps, within.get()))
        .compose(
            wanted ->
                wanted.isEmpty()
                    ? NONE
                    : page(
                        request,
                        new ExecutionQuery(
                            wanted, states, "", users, before(paging), paging.size()),
                        paging,
                        json));
  }

  private static BiFunction<List<ExecutionView>, String, Reply> found(Fields body) {
    ContextLimit limit = ContextLimit.of(body);
    return (rows, next) -> ExecutionJson.found(rows, limit, next);
  }

  private Future<Reply> page(
      ApiRequest request,
      ExecutionQuery query,
      Paging paging,
      BiFunction<List<ExecutionView>, String, Reply> json) {
    Supplier<Future<Reply>> read =
        () ->
            PageReplies.reply(request, executions.page(query), page -> answer(page, paging, json));
    return query.isScan() ? scans.run(request.caller().clientId(), read) : request.inTurn(read);
  }

  private static Reply answer(
      ExecutionPage page, Paging paging, BiFunction<List<ExecutionView>, String, Reply> json) {
    String next =
        page.next()
            .map(place -> paging.token(place.atMillis() + " " + place.executionId()))
            .orElse("");
    return json.apply(page.executions(), next);
  }

  private static Created before(Paging paging) {
    return paging
        .cursor()
        .map(
            text -> {
              int end = text.indexOf(' ');
              return new Created(
                  Long.parseLong(text.substring(0, end)), Long.parseLong(text.substring(end + 1)));
            })
        .orElse(Created.LATEST);
  }

  private static Set<Long> ids(Fields body) {
    Set<Long> ids = new TreeSet<>();
    ids.add(body.integer("executionId", 0, ExecutionsHandler.MAX_ID));
    body.messages("refs").forEach(ref -> ids.add(ref.integer("id", 0, ExecutionsHandler.MAX_ID)));
    // An absent field is read as zero, which is not an execution id.
    ids.remove(0L);
    return ids;
  }

  private static Set<String> nonEmpty(Collection<String> texts) {
    Set<String> given = new TreeSet<>(texts);
    given.remove("");
    return given;
  }

  private static int mask(List<ExecutionState> states) {
    return states.stream().mapToInt(ExecutionState::bit).reduce(0, (a, b) -> a | b);
  }

  /** The automations of these apps, restricted to {@code ids} unless that is empty. Blocks. */
  private Set<String> automationsOf(Set<String> apps, Set<String> ids) {
    Set<String> found = new HashSet<>();
    for (String app : apps) {
      Optional<Position> before = Optional.empty();
      List<AutomationRecord> read;
      do {
        read = automations.outlines(new AutomationStore.Query("", app, ids, before, APP_BATCH));
        for (AutomationRecord row : read) {
          found.add(row.automation().id());
          before = Optional.of(new Position(row.automation().createdAt(), row.automation().id()));
        }
      } while (read.size() == APP_BATCH);
    }
    return found;
  }
}
