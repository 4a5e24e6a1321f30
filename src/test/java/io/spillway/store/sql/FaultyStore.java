package io.spillway.store.sql;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.execution.AppendBatch;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentSummary;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AnsweredRequest;
import io.spillway.store.AuditLog;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.AutomationStore;
import io.spillway.store.ExecutionStore;
import io.spillway.store.IdentityStore;
import io.spillway.store.Store;
import io.spillway.store.StoreException;
import io.spillway.store.UnknownOutcomeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A store that fails to save segments and to commit steps as long as it is told to. What fails,
 * completes with a {@link StoreException} and never reaches the store behind it. Thread-safe.
 */
public final class FaultyStore implements Store {
  private static final int ALL = Integer.MAX_VALUE;

  private final Store store;
  private final AtomicInteger failingCommits = new AtomicInteger();
  private final AtomicInteger failingAppends = new AtomicInteger();
  private final AtomicInteger savesToLose = new AtomicInteger();
  private volatile Predicate<Segment> failingSaves = segment -> false;
  private volatile Predicate<Segment> losingSaves = segment -> false;
  private volatile LongConsumer onLoad = segmentId -> {};
  private final AtomicInteger commitsToLose = new AtomicInteger();
  private final AtomicInteger failingClaims = new AtomicInteger();
  private volatile boolean failingFactReads;
  private final AtomicInteger failedFactReads = new AtomicInteger();

  public FaultyStore(Store store) {
    this.store = store;
  }

  /** Fails every save of these segments from now on. */
  public void failSaves(Predicate<Segment> which) {
    failingSaves = which;
  }

  /**
   * Saves these segments {@code count} times without telling: the connection is lost in the moment
   * of the commit.
   */
  public void loseSaves(Predicate<Segment> which, int count) {
    losingSaves = which;
    savesToLose.set(count);
  }

  /** Tells of every segment that is read from now on, on the thread that reads it. */
  public void onLoad(LongConsumer listener) {
    onLoad = listener;
  }

  /** Fails the next {@code count} commits. */
  public void failCommits(int count) {
    failingCommits.set(count);
  }

  /** Fails every commit, and {@link #check}, from now on. */
  public void failAllCommits() {
    failingCommits.set(ALL);
  }

  /** Fails the next {@code count} writes of audit rows by themselves. */
  public void failAppends(int count) {
    failingAppends.set(count);
  }

  /** Makes the next {@code count} commits durable, but reports that their outcome is unknown. */
  public void loseCommits(int count) {
    commitsToLose.set(count);
  }

  /** Fails the next {@code count} claims. */
  public void failClaims(int count) {
    failingClaims.set(count);
  }

  /** Fails every read of the facts of a segment from now on. */
  public void failFactReads() {
    failingFactReads = true;
  }

  /** How many reads of the facts of a segment have failed. */
  public int failedFactReads() {
    return failedFactReads.get();
  }

  /** Fails nothing from now on. */
  public void heal() {
    commitsToLose.set(0);
    failingClaims.set(0);
    failingFactReads = false;
    failingAppends.set(0);
    failingSaves = segment -> false;
    savesToLose.set(0);
    failingCommits.set(0);
  }

  private boolean failsThisCommit() {
    return failingCommits.getAndUpdate(left -> left == ALL ? ALL : Math.max(0, left - 1)) > 0;
  }

  private static boolean takesOne(AtomicInteger left) {
    return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }

  private static CompletionStage<Void> failed() {
    return CompletableFuture.failedFuture(failure());
  }

  private static CompletionStage<Void> lost() {
    return CompletableFuture.failedFuture(
        new UnknownOutcomeException("the store was told to lose its connection"));
  }

  private static StoreException failure() {
    return new StoreException("the store was told to fail");
  }

  @Override
  public AutomationStore automations() {
    return new Automations(store.automations());
  }

  @Override
  public ExecutionStore executions() {
    return new Executions(store.executions());
  }

  @Override
  public AuditLog auditLog() {
    return new Audit(store.auditLog());
  }

  @Override
  public IdentityStore identity() {
    return store.identity();
  }

  @Override
  public <T> T oneAtATime(Supplier<T> work) {
    return store.oneAtATime(work);
  }

  @Override
  public void check() {
    if (failingCommits.get() == ALL) {
      throw failure();
    }
    store.check();
  }

  @Override
  public void close() {
    store.close();
  }

  private final class Audit implements AuditLog {
    private final AuditLog auditLog;

    Audit(AuditLog auditLog) {
      this.auditLog = auditLog;
    }

    @Override
    public CompletionStage<Void> append(List<AuditEvent> events) {
      return takesOne(failingAppends) ? failed() : auditLog.append(events);
    }

    @Override
    public List<Entry> page(AuditLog.Query query) {
      return auditLog.page(query);
    }

    @Override
    public OptionalLong numberOf(String uid) {
      return auditLog.numberOf(uid);
    }

    @Override
    public OptionalLong newestBefore(Instant moment) {
      return auditLog.newestBefore(moment);
    }

    @Override
    public int removeSome(Instant moment, long belowNumber) {
      return auditLog.removeSome(moment, belowNumber);
    }
  }

  private final class Automations implements AutomationStore {
    private final AutomationStore automations;

    Automations(AutomationStore automations) {
      this.automations = automations;
    }

    @Override
    public CompletionStage<Void> commit(AutomationCommit step) {
      if (failsThisCommit()) {
        return failed();
      }
      CompletionStage<Void> committed = automations.commit(step);
      return takesOne(commitsToLose) ? committed.thenCompose(made -> lost()) : committed;
    }

    @Override
    public Optional<AutomationRecord> claim(String automationId) {
      if (takesOne(failingClaims)) {
        throw failure();
      }
      return automations.claim(automationId);
    }

    @Override
    public Map<Long, Long> applied(String automationId, Collection<Long> operationIds) {
      return automations.applied(automationId, operationIds);
    }

    @Override
    public int forgetOperations(Duration age) {
      return automations.forgetOperations(age);
    }

    @Override
    public Map<String, AnsweredRequest> answered(Collection<String> keyIds) {
      return automations.answered(keyIds);
    }

    @Override
    public int forgetRequests(Duration age) {
      return automations.forgetRequests(age);
    }

    @Override
    public Optional<AutomationRecord> load(String automationId) {
      return automations.load(automationId);
    }

    @Override
    public List<AutomationRecord> newestFirst(AutomationStore.Query query) {
      return automations.newestFirst(query);
    }

    @Override
    public List<Version> versions(String automationId, int beforeVersion, int limit) {
      return automations.versions(automationId, beforeVersion, limit);
    }

    @Override
    public Optional<Resolution> resolution(String automationId, String resolutionId) {
      return automations.resolution(automationId, resolutionId);
    }

    @Override
    public List<Resolution> resolutions(String automationId, Optional<Position> before, int limit) {
      return automations.resolutions(automationId, before, limit);
    }

    @Override
    public List<FailedSegment> failedSegments(String resolutionId, long afterSegmentId, int limit) {
      return automations.failedSegments(resolutionId, afterSegmentId, limit);
    }

    @Override
    public List<Resolution> unfinishedResolutions(String automationId) {
      return automations.unfinishedResolutions(automationId);
    }

    @Override
    public List<Resolution> runningResolutions() {
      return automations.runningResolutions();
    }
  }

  private final class Executions implements ExecutionStore {
    private final ExecutionStore executions;

    Executions(ExecutionStore executions) {
      this.executions = executions;
    }

    @Override
    public CompletionStage<Void> save(Segment segment) {
      if (failingSaves.test(segment)) {
        return failed();
      }
      CompletionStage<Void> saved = executions.save(segment);
      return losingSaves.test(segment) && savesToLose.getAndDecrement() > 0
          ? saved.thenCompose(made -> lost())
          : saved;
    }

    @Override
    public Optional<Segment> load(long segmentId) {
      onLoad.accept(segmentId);
      return executions.load(segmentId);
    }

    @Override
    public List<SegmentSummary> summaries(String automationId) {
      return executions.summaries(automationId);
    }

    @Override
    public List<Long> segmentsNewestFirst(
        String automationId, long beforeSegmentId, int stateMask, int limit) {
      return executions.segmentsNewestFirst(automationId, beforeSegmentId, stateMask, limit);
    }

    @Override
    public List<Long> segmentsOldestFirst(String automationId, long afterSegmentId, int limit) {
      return executions.segmentsOldestFirst(automationId, afterSegmentId, limit);
    }

    @Override
    public Optional<String> automationOf(long segmentId) {
      return executions.automationOf(segmentId);
    }

    @Override
    public List<AppendBatch> arrivals(long segmentId, int fromSlot) {
      return executions.arrivals(segmentId, fromSlot);
    }

    @Override
    public Map<Long, ExecutionFact> facts(Collection<Long> executionIds) {
      return executions.facts(executionIds);
    }

    @Override
    public void eachFact(long segmentId, LongPredicate wanted, Consumer<ExecutionFact> consumer) {
      if (failingFactReads) {
        failedFactReads.incrementAndGet();
        throw failure();
      }
      executions.eachFact(segmentId, wanted, consumer);
    }

    @Override
    public List<Created> newestFirst(Created before, int limit) {
      return executions.newestFirst(before, limit);
    }

    @Override
    public long takeSegmentIds(long above, int count) {
      return executions.takeSegmentIds(above, count);
    }
  }
}
