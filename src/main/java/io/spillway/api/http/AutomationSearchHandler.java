package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.Call;
import io.spillway.api.http.route.PageTokens;
import io.spillway.api.http.route.Paging;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.automation.Automation;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.AutomationStore.Position;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Lists of automations and of their versions, newest first. */
final class AutomationSearchHandler {
  /**
   * A search by more than the store looks for reads so many automations at a time, and some times,
   * then leaves the rest to the next page.
   */
  private static final int BATCH = 100;

  private static final int MAX_BATCHES = 10;

  private final AutomationStore automations;
  private final PageTokens tokens;

  AutomationSearchHandler(ApiDependencies dependencies, PageTokens tokens) {
    this.automations = dependencies.store().automations();
    this.tokens = tokens;
  }

  Future<Reply> list(Call call) {
    Paging paging = Paging.of(tokens, call.request(), "automations");
    return answer(call, Search.ALL, paging);
  }

  Future<Reply> search(Call call) {
    Fields body = call.fields();
    Set<String> ids = new TreeSet<>();
    body.messages("refs").forEach(ref -> ids.add(ref.text("id")));
    Set<String> types = new TreeSet<>(body.texts("triggerTypes"));
    types.forEach(AutomationSearchHandler::requireType);
    types.remove(TriggerTypes.UNSPECIFIED);
    Set<String> apps = new TreeSet<>(body.texts("appIds"));
    apps.remove("");
    Optional<Boolean> draft =
        body.has("isDraft") ? Optional.of(body.flag("isDraft")) : Optional.empty();
    Search search =
        new Search(body.text("query"), body.text("appId"), ids, new Filter(types, apps, draft));
    return answer(call, search, Paging.of(tokens, body, "automations", search));
  }

  Future<Reply> versions(Call call) {
    Fields body = call.fields();
    String id = body.text("automationTemplateId");
    if (id.isEmpty()) {
      throw Refusals.invalid("automationTemplateId is missing, allowed is an automation's id");
    }
    if (!call.caller().scope().includes(id)) {
      throw Automation.unknown(id).asException();
    }
    Paging paging = Paging.of(tokens, body, "automation_versions", id);
    int before = paging.cursor().map(Integer::parseInt).orElse(Integer.MAX_VALUE);
    return BlockingReads.read(
            call.vertx(),
            () -> {
              AutomationsHandler.existing(automations, id);
              return automations.versions(id, before, paging.sizeAndOne());
            })
        .map(
            read ->
                AutomationJson.versions(
                    id,
                    paging.page(read),
                    paging.next(read, version -> Integer.toString(version.number()))));
  }

  private Future<Reply> answer(Call call, Search search, Paging paging) {
    Optional<Set<String>> ids = call.caller().scope().narrow(search.ids);
    if (ids.isEmpty()) {
      return Future.succeededFuture(AutomationJson.page(List.of(), ""));
    }
    Search within = new Search(search.text, search.appId, ids.get(), search.filter);
    return BlockingReads.read(call.vertx(), () -> find(within, paging))
        .map(
            found ->
                AutomationJson.page(
                    found.rows,
                    found
                        .next
                        .map(next -> paging.token(Paging.cursorOf(next.at(), next.id())))
                        .orElse("")));
  }

  private Found find(Search search, Paging paging) {
    int limit = search.filter.equals(Filter.NONE) ? paging.sizeAndOne() : BATCH;
    List<AutomationRecord> found = new ArrayList<>();
    Optional<Position> before = paging.position();
    for (int batch = 0; batch < MAX_BATCHES; batch++) {
      List<AutomationRecord> read = automations.newestFirst(search.query(before, limit));
      for (AutomationRecord row : read) {
        if (!search.filter.matches(row.automation())) {
          continue;
        }
        if (found.size() == paging.size()) {
          return new Found(found, Optional.of(positionOf(found.get(found.size() - 1))));
        }
        found.add(row);
      }
      if (read.size() < limit) {
        return new Found(found, Optional.empty());
      }
      before = Optional.of(positionOf(read.get(read.size() - 1)));
    }
    return new Found(found, before);
  }

  private static Position positionOf(AutomationRecord row) {
    return new Position(row.automation().createdAt(), row.automation().id());
  }

  private static void requireType(String type) {
    if (!TriggerTypes.ALL.contains(type)) {
      throw Refusals.invalid(
          "triggerTypes holds "
              + Refusals.quote(type)
              + ", allowed are "
              + String.join(", ", TriggerTypes.ALL));
    }
  }

  /** What the store looks for, and what is looked for in what it finds. */
  private record Search(String text, String appId, Set<String> ids, Filter filter) {
    static final Search ALL = new Search("", "", Set.of(), Filter.NONE);

    AutomationStore.Query query(Optional<Position> before, int limit) {
      return new AutomationStore.Query(text, appId, ids, before, limit);
    }
  }

  /** Each filter is off while it is empty. */
  private record Filter(Set<String> types, Set<String> apps, Optional<Boolean> draft) {
    static final Filter NONE = new Filter(Set.of(), Set.of(), Optional.empty());

    boolean matches(Automation automation) {
      return (types.isEmpty() || TriggerTypes.of(automation).stream().anyMatch(types::contains))
          && (apps.isEmpty() || apps.contains(automation.profile().appId()))
          && draft.map(wanted -> wanted == automation.draft()).orElse(true);
    }
  }

  private record Found(List<AutomationRecord> rows, Optional<Position> next) {}
}
