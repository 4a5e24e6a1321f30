package io.spillway.store;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The result of a write that has nothing to tell but that it is durable. */
final class Durable {
  /** Forgets a result. */
  static final Function<Object, @Nullable Void> VOID = ignored -> null;

  private Durable() {}
}
