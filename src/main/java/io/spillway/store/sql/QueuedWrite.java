package io.spillway.store.sql;

import io.spillway.store.StoreException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A queued write and what it came to. Used by the writer thread only, once it is queued. */
final class QueuedWrite {
  private final CompletableFuture<?> done;
  private final Step step;
  private @Nullable Runnable success;

  /** Runs a write and answers how to tell its result. */
  interface Step {
    Runnable run(WriterSession session) throws SQLException;
  }

  QueuedWrite(CompletableFuture<?> done, Step step) {
    this.done = done;
    this.step = step;
  }

  /** Carries it out; it has come to nothing before the transaction is committed. */
  void run(WriterSession session) throws SQLException {
    success = step.run(session);
  }

  /** Tells the result of the last run. */
  void succeed() {
    if (success != null) {
      success.run();
    }
  }

  /** Tells that it was not made, or may not have been. */
  void fail(Throwable cause) {
    done.completeExceptionally(
        cause instanceof StoreException
            ? cause
            : new StoreException("the store did not take the write: " + cause.getMessage(), cause));
  }
}
