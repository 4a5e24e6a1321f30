package io.spillway.engine.grid;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.spillway.store.StaleWriteException;
import io.spillway.store.StoreException;
import io.spillway.store.UnknownOutcomeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Decides how often one call on a segment is retried and whether its outcome is known. */
final class RetryPolicy {
  /** Runs a retry after a delay, on another thread. */
  static final Executor DELAY = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

  private static final int MAX_STALE_RETRIES = 3;
  private static final long CHANGE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long READ_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long STORE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final boolean readOnly;
  private final long startNanos = System.nanoTime();
  private int staleRetries;
  private boolean unknownOutcome;

  private RetryPolicy(boolean readOnly) {
    this.readOnly = readOnly;
  }

  /** For a change, which must be applied exactly once. */
  static RetryPolicy ofChange() {
    return new RetryPolicy(false);
  }

  /** For a read, which fails soon while the cluster is unavailable. */
  static RetryPolicy ofRead() {
    return new RetryPolicy(true);
  }

  /**
   * Whether to retry on the stored segment after a stale write. The newer version may be this very
   * change, made by an earlier attempt whose reply was lost.
   */
  boolean retryStale() {
    unknownOutcome = true;
    return ++staleRetries <= MAX_STALE_RETRIES;
  }

  /**
   * Whether to retry after a failure.
   *
   * @param storeFailure the store's exception among its causes, if any
   */
  boolean retry(Throwable failure, @Nullable StoreException storeFailure) {
    if (storeFailure instanceof StaleWriteException) {
      return false;
    }
    unknownOutcome |=
        storeFailure == null
            ? isClusterFailure(failure)
            : storeFailure instanceof UnknownOutcomeException;
    return unknownOutcome && System.nanoTime() - startNanos < limit(storeFailure);
  }

  private long limit(@Nullable StoreException storeFailure) {
    if (readOnly) {
      return READ_TIMEOUT_NANOS;
    }
    return storeFailure == null ? CHANGE_TIMEOUT_NANOS : STORE_TIMEOUT_NANOS;
  }

  /** Whether a failed change may have been applied. */
  boolean isOutcomeUnknown() {
    return unknownOutcome && !readOnly;
  }

  /** Whether a failure is due to a change of the cluster, not to the request. */
  private boolean isClusterFailure(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HazelcastInstanceNotActiveException
          || cause instanceof HazelcastSerializationException) {
        return false;
      }
      if (cause instanceof SplitBrainProtectionException) {
        return !readOnly;
      }
      if (cause instanceof HazelcastException || cause instanceof MemberLeftException) {
        return true;
      }
    }
    return false;
  }
}
