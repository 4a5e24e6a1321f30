package io.spillway.store.sql;

import io.spillway.store.StoreException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A queued write and its result. Used by the writer thread only, once it is queued. */
final class QueuedWrite {
  private final CompletableFuture<?> done;
  private final Step step;
  private @Nullable Runnable success;

  /** Runs a write and returns what completes its future after the commit. */
  interface Step {
    Runnable run(WriterSession session) throws SQLException;
  }

  QueuedWrite(CompletableFuture<?> done, Step step) {
    this.done = done;
    this.step = step;
  }

  /** Runs it within the current transaction. */
  void run(WriterSession session) throws SQLException {
    success = step.run(session);
  }

  /** Completes the future with the result of the last run. */
  void succeed() {
    if (success != null) {
      success.run();
    }
  }

  /** Completes the future exceptionally. */
  void fail(Throwable cause) {
    done.completeExceptionally(
        cause instanceof StoreException
            ? cause
            : new StoreException("the write failed: " + cause.getMessage(), cause));
  }
}
