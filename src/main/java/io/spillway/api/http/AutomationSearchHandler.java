package io.spillway.api.http;

import io.spillway.api.http.json.EnumNames;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.api.http.route.PageTokens;
import io.spillway.api.http.route.Paging;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.automation.Automation;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.AutomationStore.Position;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Lists automations and their versions, newest first unless another order is requested. */
final class AutomationSearchHandler {
  /**
   * A search with filters that the store does not support reads up to {@link #MAX_BATCHES} batches
   * of this size, then returns a page that may be incomplete, with a token to continue.
   */
  private static final int BATCH = 100;

  private static final int MAX_BATCHES = 10;

  /** The length of the documents of a page, which has one automation or version at least. */
  private static final long MAX_PAGE_LENGTH = 2L << 20;

  static final EnumNames<Status> STATUSES =
      new EnumNames<>(Status.class, "AUTOMATION_STATUS_FILTER_");

  private final AutomationStore automations;
  private final PageTokens tokens;

  AutomationSearchHandler(ApiDependencies dependencies, PageTokens tokens) {
    this.automations = dependencies.store().automations();
    this.tokens = tokens;
  }

  Future<Reply> list(ApiRequest request) {
    Paging paging = Paging.of(tokens, request.http(), "automations");
    return answer(request, Search.ALL, paging);
  }

  Future<Reply> search(ApiRequest request) {
    Fields body = request.fields();
    Set<String> ids = new TreeSet<>();
    body.messages("refs").forEach(ref -> ids.add(ref.text("id")));
    Set<String> types = new TreeSet<>(body.namesOf("triggerTypes", TriggerTypes.ALL));
    types.remove(TriggerTypes.UNSPECIFIED);
    Set<String> apps = new TreeSet<>(body.texts("appIds"));
    apps.remove("");
    Optional<Boolean> draft =
        body.has("isDraft") ? Optional.of(body.flag("isDraft")) : Optional.empty();
    Set<Status> statuses = EnumSet.noneOf(Status.class);
    statuses.addAll(body.allOf("statuses", STATUSES));
    Optional<Boolean> enabled =
        statuses.size() == 1 ? Optional.of(statuses.contains(Status.ON)) : Optional.empty();
    Search search =
        new Search(
            body.text("query"),
            apps.isEmpty() ? body.text("appId") : "",
            ids,
            new Filter(types, apps, draft, enabled),
            AutomationOrder.of(body));
    return answer(request, search, Paging.of(tokens, body, "automations", search));
  }

  Future<Reply> versions(ApiRequest request) {
    Fields body = request.fields();
    String id = body.text("automationTemplateId");
    if (id.isEmpty()) {
      throw Refusals.invalid("automationTemplateId is missing, must be an automation's id");
    }
    if (!request.caller().scope().includes(id)) {
      throw Automation.unknown(id).asException();
    }
    Paging paging = Paging.of(tokens, body, "automation_versions", id);
    int before = paging.cursor().map(Integer::parseInt).orElse(Integer.MAX_VALUE);
    return BlockingReads.read(
        request,
        () -> {
          AutomationsHandler.existing(automations, id);
          return versions(request, id, before, paging);
        });
  }

  private Reply versions(ApiRequest request, String id, int before, Paging paging) {
    List<AutomationStore.Version> page = new ArrayList<>();
    long length = 0;
    List<AutomationStore.Version> next = automations.versions(id, before, 1);
    while (!next.isEmpty() && page.size() < paging.size()) {
      AutomationStore.Version version = next.get(0);
      length += version.document().length();
      if (!page.isEmpty() && length > MAX_PAGE_LENGTH) {
        break;
      }
      request.hold(AutomationsHandler.COPIES * version.document().length());
      page.add(version);
      next = automations.versions(id, version.number(), 1);
    }
    return AutomationJson.versions(
        id,
        page,
        next.isEmpty() ? "" : paging.token(Integer.toString(page.get(page.size() - 1).number())));
  }

  private Future<Reply> answer(ApiRequest request, Search search, Paging paging) {
    Optional<Set<String>> ids = request.caller().scope().narrow(search.ids);
    if (ids.isEmpty()) {
      return Future.succeededFuture(AutomationJson.page(List.of(), ""));
    }
    Search within = new Search(search.text, search.appId, ids.get(), search.filter, search.order);
    return BlockingReads.read(
        request,
        () ->
            within
                .order
                .map(order -> sorted(request, within, order, paging))
                .orElseGet(() -> newestFirst(request, within, paging)));
  }

  private Reply newestFirst(ApiRequest request, Search search, Paging paging) {
    Found found = find(search, paging);
    List<AutomationRecord> page = withDocuments(request, found.rows);
    Optional<Position> next =
        page.size() < found.rows.size()
            ? Optional.of(positionOf(page.get(page.size() - 1)))
            : found.next;
    return AutomationJson.page(
        page, next.map(at -> paging.token(Paging.cursorOf(at.at(), at.id()))).orElse(""));
  }

  /** The automations with their documents, as many of the first ones as a page takes. */
  private List<AutomationRecord> withDocuments(
      ApiRequest request, List<AutomationRecord> outlines) {
    List<AutomationRecord> page = new ArrayList<>();
    long length = 0;
    for (AutomationRecord outline : outlines) {
      AutomationRecord row = loaded(outline);
      length += row.automation().document().length();
      if (!page.isEmpty() && length > MAX_PAGE_LENGTH) {
        break;
      }
      page.add(AutomationsHandler.held(request, row));
    }
    return page;
  }

  /** Reads all matching rows for each page, since the store has no index for these orders. */
  private Reply sorted(ApiRequest request, Search search, AutomationOrder order, Paging paging) {
    SortedPage page = new SortedPage(order, paging.cursor(), paging.fetchSize());
    Optional<Position> before = Optional.empty();
    List<AutomationRecord> read;
    do {
      read = automations.outlines(search.query(before, BATCH));
      for (AutomationRecord row : read) {
        if (matches(search.filter, row)) {
          page.offer(order.cursorOf(order.readsDocuments() ? loaded(row) : row), row);
        }
        before = Optional.of(positionOf(row));
      }
    } while (read.size() == BATCH);
    List<SortedPage.Row> wanted = paging.page(page.rows());
    List<AutomationRecord> shown =
        withDocuments(request, wanted.stream().map(SortedPage.Row::automation).toList());
    return AutomationJson.page(
        shown,
        shown.size() < wanted.size()
            ? paging.token(wanted.get(shown.size() - 1).cursor())
            : paging.next(page.rows(), SortedPage.Row::cursor));
  }

  private Found find(Search search, Paging paging) {
    int limit = search.filter.equals(Filter.NONE) ? paging.fetchSize() : BATCH;
    List<AutomationRecord> found = new ArrayList<>();
    Optional<Position> before = paging.position();
    for (int batch = 0; batch < MAX_BATCHES; batch++) {
      List<AutomationRecord> read = automations.outlines(search.query(before, limit));
      for (AutomationRecord row : read) {
        if (!matches(search.filter, row)) {
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

  /** One that was deleted meanwhile is shown with the time of that. */
  private AutomationRecord loaded(AutomationRecord outline) {
    return automations.load(outline.automation().id()).orElse(outline);
  }

  private boolean matches(Filter filter, AutomationRecord outline) {
    return filter.matches(outline.automation())
        && (filter.types.isEmpty()
            || automations
                .load(outline.automation().id())
                .map(row -> filter.matchesTypes(row.automation()))
                .orElse(false));
  }

  private static Position positionOf(AutomationRecord row) {
    return new Position(row.automation().createdAt(), row.automation().id());
  }

  /** A query to the store, and a filter applied to its rows. */
  private record Search(
      String text, String appId, Set<String> ids, Filter filter, Optional<AutomationOrder> order) {
    static final Search ALL = new Search("", "", Set.of(), Filter.NONE, Optional.empty());

    AutomationStore.Query query(Optional<Position> before, int limit) {
      return new AutomationStore.Query(text, appId, ids, before, limit);
    }
  }

  /** An empty condition matches everything. */
  private record Filter(
      Set<String> types, Set<String> apps, Optional<Boolean> draft, Optional<Boolean> enabled) {
    static final Filter NONE = new Filter(Set.of(), Set.of(), Optional.empty(), Optional.empty());

    boolean matchesTypes(Automation automation) {
      return TriggerTypes.of(automation).stream().anyMatch(types::contains);
    }

    /** All but the types, which are in the document. */
    boolean matches(Automation automation) {
      return (apps.isEmpty() || apps.contains(automation.profile().appId()))
          && draft.map(wanted -> wanted == automation.draft()).orElse(true)
          && enabled.map(wanted -> wanted == automation.enabled()).orElse(true);
    }
  }

  /** The administrator's switch. */
  enum Status {
    ON,
    OFF
  }

  private record Found(List<AutomationRecord> rows, Optional<Position> next) {}
}
