package io.spillway.store;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Waits for a write, for callers that may block. */
public final class BlockingWait {
  private BlockingWait() {}

  /**
   * The result of {@code stage}. Blocks.
   *
   * @throws StoreException if the write failed
   */
  public static <T> T on(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
