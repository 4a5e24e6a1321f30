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

/** How often one call on a segment is tried again, and what is known of it. For one call. */
final class RetryPolicy {
  /** Runs a task a moment later, on another thread. */
  static final Executor PAUSE = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

  private static final int MAX_STALE = 3;
  private static final long CHANGE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long READ_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long STORE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final boolean reads;
  private final long startNanos = System.nanoTime();
  private int stale;
  private boolean unknown;

  private RetryPolicy(boolean reads) {
    this.reads = reads;
  }

  /** For a change, which somebody else may be about to do too, and must be done once. */
  static RetryPolicy ofChange() {
    return new RetryPolicy(false);
  }

  /** For a reader, who would rather hear that the cluster cannot tell. */
  static RetryPolicy ofRead() {
    return new RetryPolicy(true);
  }

  /**
   * Whether a segment that was out of date is read again. It may be this very change, made by an
   * earlier attempt that nobody told of, that it did not know.
   */
  boolean forStale() {
    unknown = true;
    return ++stale <= MAX_STALE;
  }

  /**
   * Whether to try again after a failure.
   *
   * @param ofStore the store's own exception in it, if that failed
   */
  boolean forFailure(Throwable failure, @Nullable StoreException ofStore) {
    if (ofStore instanceof StaleWriteException) {
      return false;
    }
    unknown |= ofStore == null ? isOfCluster(failure) : ofStore instanceof UnknownOutcomeException;
    return unknown && System.nanoTime() - startNanos < limit(ofStore);
  }

  private long limit(@Nullable StoreException ofStore) {
    if (reads) {
      return READ_NANOS;
    }
    return ofStore == null ? CHANGE_NANOS : STORE_NANOS;
  }

  /** Whether a change that failed may have been made all the same. */
  boolean isUnknown() {
    return unknown && !reads;
  }

  /** Whether a failure is one of a cluster in motion, and nothing of the request. */
  private boolean isOfCluster(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HazelcastInstanceNotActiveException
          || cause instanceof HazelcastSerializationException) {
        return false;
      }
      if (cause instanceof SplitBrainProtectionException) {
        return !reads;
      }
      if (cause instanceof HazelcastException || cause instanceof MemberLeftException) {
        return true;
      }
    }
    return false;
  }
}
