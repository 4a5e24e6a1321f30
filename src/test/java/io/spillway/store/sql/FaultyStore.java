package io.spillway.store.sql;

import io.spillway.domain.execution.Segment;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.store.AuditLog;
import io.spillway.store.AutomationStore;
import io.spillway.store.ExecutionStore;
import io.spillway.store.IdentityStore;
import io.spillway.store.StepStore;
import io.spillway.store.Store;
import io.spillway.store.StoreException;
import io.spillway.store.UnknownOutcomeException;
import io.spillway.store.WebhookStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A store with faults injected into saves, commits and appends: they complete with a {@link
 * StoreException} and do not reach the store behind it. Thread-safe.
 */
public final class FaultyStore implements Store {
  private static final int ALL = Integer.MAX_VALUE;

  private final Store store;
  private final AtomicInteger failingCommits = new AtomicInteger();
  private final AtomicInteger failingAppends = new AtomicInteger();
  private final AtomicInteger savesToLose = new AtomicInteger();
  private volatile Predicate<Segment> failingSaves = segment -> false;
  private volatile Predicate<Segment> losingSaves = segment -> false;
  private volatile Predicate<Segment> droppingSaves = segment -> false;
  private volatile CompletionStage<Void> droppedWhen = CompletableFuture.completedFuture(null);
  private volatile LongConsumer onLoad = segmentId -> {};
  private final AtomicInteger commitsToLose = new AtomicInteger();
  private final AtomicInteger failingClaims = new AtomicInteger();
  private volatile boolean failingFactReads;
  private volatile boolean forgetsRanges;
  private final AtomicInteger failedFactReads = new AtomicInteger();

  public FaultyStore(Store store) {
    this.store = store;
  }

  /** Fails every save of these segments from now on. */
  public void failSaves(Predicate<Segment> which) {
    failingSaves = which;
  }

  /**
   * Saves these segments {@code count} times with an unknown outcome, as if the connection were
   * lost during the commit.
   */
  public void loseSaves(Predicate<Segment> which, int count) {
    losingSaves = which;
    savesToLose.set(count);
  }

  /** Makes no save from now on, and reports the outcome of each as unknown. */
  public void dropSaves() {
    droppingSaves = segment -> true;
  }

  /** The same, of these segments only; it is not told before {@code when}. */
  public void dropSaves(Predicate<Segment> which, CompletionStage<Void> when) {
    droppedWhen = when;
    droppingSaves = which;
  }

  /** Has what resolutions could not move recorded as if their segments could not be read. */
  public void forgetRanges() {
    forgetsRanges = true;
  }

  /** Called for every segment read from now on, on the reading thread. */
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

  /** Fails the next {@code count} appends to the audit log. */
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
    forgetsRanges = false;
    failingAppends.set(0);
    failingSaves = segment -> false;
    savesToLose.set(0);
    droppingSaves = segment -> false;
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

  /** Fails directly, as the store does, and not with a CompletionException around the cause. */
  private static CompletionStage<Void> losingTheOutcome(CompletionStage<?> committed) {
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    committed.whenComplete(
        (made, failure) ->
            outcome.completeExceptionally(
                failure == null
                    ? new UnknownOutcomeException("the store was told to lose its connection")
                    : failure));
    return outcome;
  }

  private static StoreException failure() {
    return new StoreException("the store was told to fail");
  }

  @Override
  public AutomationStore automations() {
    AutomationStore committing =
        intercepting(
            AutomationStore.class,
            store.automations(),
            "commit",
            (arguments, commit) -> commit(commit));
    AutomationStore recording =
        intercepting(
            AutomationStore.class,
            committing,
            "failedSegments",
            (arguments, failed) -> withoutRanges((List<?>) failed.call()));
    return intercepting(
        AutomationStore.class,
        recording,
        "claim",
        (arguments, claim) -> {
          if (takesOne(failingClaims)) {
            throw failure();
          }
          return claim.call();
        });
  }

  private Object withoutRanges(List<?> failed) {
    return forgetsRanges
        ? failed.stream()
            .map(FailedSegment.class::cast)
            .map(segment -> new FailedSegment(segment.segmentId(), segment.cause(), List.of()))
            .toList()
        : failed;
  }

  private Object commit(Callable<Object> commit) throws Exception {
    if (failsThisCommit()) {
      return failed();
    }
    CompletionStage<?> committed = (CompletionStage<?>) commit.call();
    return takesOne(commitsToLose) ? losingTheOutcome(committed) : committed;
  }

  @Override
  public ExecutionStore executions() {
    ExecutionStore saving =
        intercepting(ExecutionStore.class, store.executions(), "save", this::save);
    ExecutionStore reading =
        intercepting(
            ExecutionStore.class, saving, "forEachFact", (arguments, read) -> readFacts(read));
    return intercepting(
        ExecutionStore.class,
        reading,
        "load",
        (arguments, load) -> {
          onLoad.accept((long) arguments[0]);
          return load.call();
        });
  }

  private Object readFacts(Callable<Object> read) throws Exception {
    if (failingFactReads) {
      failedFactReads.incrementAndGet();
      throw failure();
    }
    return read.call();
  }

  private Object save(Object[] arguments, Callable<Object> save) throws Exception {
    Segment segment = (Segment) arguments[0];
    if (failingSaves.test(segment)) {
      return failed();
    }
    if (droppingSaves.test(segment)) {
      return droppedWhen.thenCompose(told -> lost());
    }
    CompletionStage<?> saved = (CompletionStage<?>) save.call();
    return losingSaves.test(segment) && savesToLose.getAndDecrement() > 0
        ? saved.thenCompose(made -> lost())
        : saved;
  }

  @Override
  public AuditLog auditLog() {
    return intercepting(
        AuditLog.class,
        store.auditLog(),
        "append",
        (arguments, append) -> takesOne(failingAppends) ? failed() : append.call());
  }

  @Override
  public StepStore steps() {
    return store.steps();
  }

  @Override
  public IdentityStore identity() {
    return store.identity();
  }

  @Override
  public WebhookStore webhooks() {
    return store.webhooks();
  }

  @Override
  public <T> T runExclusively(Supplier<T> work) {
    return store.runExclusively(work);
  }

  @Override
  public void check() {
    if (failingCommits.get() == ALL) {
      throw failure();
    }
    store.check();
  }

  @Override
  public Duration withoutCommit() {
    return store.withoutCommit();
  }

  @Override
  public boolean isAway() {
    return store.isAway();
  }

  @Override
  public void onMoved(Consumer<String> drop) {
    store.onMoved(drop);
  }

  @Override
  public void lookAgain(String server) {
    store.lookAgain(server);
  }

  @Override
  public void close() {
    store.close();
  }

  /** Replaces a call of a port; {@code proceed} makes it. */
  interface Interceptor {
    Object call(Object[] arguments, Callable<Object> proceed) throws Exception;
  }

  /** The port, with calls of one method replaced. */
  static <T> T intercepting(Class<T> port, T target, String name, Interceptor interceptor) {
    if (Arrays.stream(port.getMethods()).noneMatch(method -> method.getName().equals(name))) {
      throw new IllegalArgumentException(port + " has no method " + name);
    }
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              Callable<Object> proceed = () -> invoke(target, method, arguments);
              return method.getName().equals(name)
                  ? interceptor.call(arguments, proceed)
                  : proceed.call();
            }));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Exception {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
