package io.spillway.api.http;

import io.spillway.api.auth.MemoryIdentityStore;
import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AnsweredRequest;
import io.spillway.store.AuditCheckpoint;
import io.spillway.store.AuditLog;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.ExecutionStore;
import io.spillway.store.IdentityStore;
import io.spillway.store.StepStore;
import io.spillway.store.Store;
import io.spillway.store.StoreException;
import io.spillway.store.WebhookStore;
import io.spillway.testing.MemoryWebhookStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A store in memory, of which the API reads. */
final class FakeStore implements Store, AutomationStore, AuditLog {
  private static final Comparator<AutomationRecord> NEWEST_FIRST =
      Comparator.comparing((AutomationRecord row) -> row.automation().createdAt())
          .thenComparing(row -> row.automation().id())
          .reversed();

  final List<Resolution> resolutions = new CopyOnWriteArrayList<>();
  final List<FailedSegment> failedSegments = new CopyOnWriteArrayList<>();
  final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  final MemoryIdentityStore identity = new MemoryIdentityStore();
  final MemoryWebhookStore webhooks = new MemoryWebhookStore();
  final FakeSegments segments = new FakeSegments();
  final FakeSteps steps = new FakeSteps();
  volatile Runnable afterPage = () -> {};
  volatile boolean failing;
  private final Map<String, AutomationRecord> automations = new ConcurrentHashMap<>();

  AutomationRecord put(Automation automation) {
    AutomationRecord record =
        new AutomationRecord(
            automation, BreakerState.initial(FakeRouter.NOW), Optional.of(FakeRouter.NOW), 1, 1);
    automations.put(automation.id(), record);
    return record;
  }

  void breaker(String id, BreakerState state) {
    automations.computeIfPresent(
        id,
        (key, old) ->
            new AutomationRecord(
                old.automation(), state, old.lastExecutedAt(), old.revision() + 1, old.epoch()));
  }

  void clear() {
    automations.clear();
    resolutions.clear();
    failedSegments.clear();
    segments.clear();
    steps.results.clear();
    events.clear();
    webhooks.webhooks.clear();
    webhooks.deliveries.clear();
    webhooks.events.clear();
    identity.clients.clear();
    identity.clients.put(
        "c1@localhost/pcc",
        new IdentityStore.Client(
            "c1@localhost/pcc",
            "First",
            Set.of("viewer"),
            Set.of(),
            "hash",
            "",
            0,
            FakeRouter.NOW.minusSeconds(1),
            Optional.empty()));
    failing = false;
    afterPage = () -> {};
  }

  @Override
  public Optional<AutomationRecord> load(String automationId) {
    if (failing) {
      throw new StoreException("connection to secret-host refused");
    }
    return Optional.ofNullable(automations.get(automationId));
  }

  @Override
  public List<AutomationRecord> outlines(AutomationStore.Query query) {
    return automations.values().stream()
        .filter(row -> row.automation().deletedAt().isEmpty())
        .filter(row -> row.automation().profile().displayName().contains(query.text()))
        .filter(
            row ->
                query.appId().isEmpty() || row.automation().profile().appId().equals(query.appId()))
        .filter(row -> query.ids().isEmpty() || query.ids().contains(row.automation().id()))
        .sorted(NEWEST_FIRST)
        .filter(row -> query.before().map(at -> isBefore(row, at)).orElse(true))
        .limit(query.limit())
        .map(AutomationRecord::outline)
        .toList();
  }

  private static boolean isBefore(AutomationRecord row, Position at) {
    int order = row.automation().createdAt().compareTo(at.at());
    return order < 0 || (order == 0 && row.automation().id().compareTo(at.id()) < 0);
  }

  @Override
  public int count(int limit) {
    throw notForTheApi();
  }

  @Override
  public long versionBytes(String automationId, int beforeVersion) {
    throw notForTheApi();
  }

  @Override
  public List<Version> versions(String automationId, int beforeVersion, int limit) {
    Automation automation = load(automationId).orElseThrow().automation();
    return IntStream.iterate(automation.version(), n -> n > 0, n -> n - 1)
        .filter(n -> n < beforeVersion)
        .limit(limit)
        .mapToObj(n -> new Version(n, automation.document(), automation.createdAt()))
        .toList();
  }

  @Override
  public CompletionStage<Void> recordProgress(Resolution resolution, long epoch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Resolution> resolution(String automationId, String resolutionId) {
    return resolutions.stream()
        .filter(r -> r.automationId().equals(automationId) && r.id().equals(resolutionId))
        .findFirst();
  }

  @Override
  public List<Resolution> resolutions(String automationId, Optional<Position> before, int limit) {
    return resolutions.stream()
        .filter(r -> r.automationId().equals(automationId))
        .filter(r -> before.map(at -> r.startedAt().isBefore(at.at())).orElse(true))
        .sorted(Comparator.comparing(Resolution::startedAt).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public List<FailedSegment> failedSegments(String resolutionId, long afterSegmentId, int limit) {
    return failedSegments.stream()
        .filter(failed -> failed.segmentId() > afterSegmentId)
        .limit(limit)
        .toList();
  }

  @Override
  public List<Entry> page(AuditLog.Query query) {
    List<Entry> page = pageOf(query);
    afterPage.run();
    return page;
  }

  private List<Entry> pageOf(AuditLog.Query query) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      entries.add(new Entry(i + 1L, events.get(i)));
    }
    Comparator<Entry> order = Comparator.comparingLong(Entry::number);
    return entries.stream()
        .filter(e -> query.since().map(at -> !e.event().at().isBefore(at)).orElse(true))
        .filter(e -> query.until().map(at -> e.event().at().isBefore(at)).orElse(true))
        .filter(
            e ->
                query.after().isEmpty()
                    || (query.ascending()
                        ? e.number() > query.after().getAsLong()
                        : e.number() < query.after().getAsLong()))
        .sorted(query.ascending() ? order : order.reversed())
        .limit(query.limit())
        .toList();
  }

  @Override
  public OptionalLong numberOf(String uid) {
    return IntStream.range(0, events.size())
        .filter(i -> events.get(i).uid().equals(uid))
        .mapToLong(i -> i + 1L)
        .findFirst();
  }

  @Override
  public OptionalLong newestBefore(Instant moment) {
    throw notForTheApi();
  }

  @Override
  public int removeSome(Instant moment, long belowNumber) {
    throw notForTheApi();
  }

  @Override
  public ChainPoint lastInChain() {
    throw notForTheApi();
  }

  @Override
  public Optional<AuditCheckpoint> newestCheckpoint() {
    throw notForTheApi();
  }

  @Override
  public CompletionStage<Void> addCheckpoint(AuditCheckpoint checkpoint) {
    throw notForTheApi();
  }

  @Override
  public AutomationStore automations() {
    return this;
  }

  @Override
  public AuditLog auditLog() {
    return this;
  }

  @Override
  public ExecutionStore executions() {
    return segments;
  }

  @Override
  public StepStore steps() {
    return steps;
  }

  @Override
  public IdentityStore identity() {
    return identity;
  }

  @Override
  public WebhookStore webhooks() {
    return webhooks;
  }

  @Override
  public List<Resolution> unfinishedResolutions(String automationId) {
    throw notForTheApi();
  }

  @Override
  public List<Resolution> allUnfinishedResolutions() {
    throw notForTheApi();
  }

  @Override
  public CompletionStage<Void> commit(AutomationCommit step) {
    throw notForTheApi();
  }

  @Override
  public Optional<AutomationRecord> claim(String automationId) {
    throw notForTheApi();
  }

  @Override
  public Map<Long, Long> applied(String automationId, Collection<Long> operationIds) {
    throw notForTheApi();
  }

  @Override
  public int forgetOperations(Duration age) {
    throw notForTheApi();
  }

  @Override
  public Map<String, AnsweredRequest> answered(Collection<String> keyIds) {
    return Map.of();
  }

  @Override
  public int forgetRequests(Duration age) {
    throw notForTheApi();
  }

  @Override
  public <T> T runExclusively(Supplier<T> work) {
    throw notForTheApi();
  }

  @Override
  public CompletionStage<Void> append(List<AuditEvent> more) {
    throw notForTheApi();
  }

  @Override
  public void check() {}

  @Override
  public Duration withoutCommit() {
    return Duration.ZERO;
  }

  @Override
  public void close() {}

  static IllegalStateException notForTheApi() {
    return new IllegalStateException("the API does not write, and reads nothing else");
  }
}
