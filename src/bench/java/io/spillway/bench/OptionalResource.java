package io.spillway.bench;

import java.util.Optional;

/**
 * Closes what may not be there.
 *
 * @param value what to close
 */
record OptionalResource<T extends AutoCloseable>(Optional<T> value) implements AutoCloseable {
  @Override
  public void close() {
    if (value.isPresent()) {
      try {
        value.get().close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("closing " + value.get(), e);
      }
    }
  }
}
