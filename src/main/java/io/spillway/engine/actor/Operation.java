package io.spillway.engine.actor;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Identifies a command that may be sent more than once.
 *
 * @param id 0 for a command that is sent only once, within its node
 * @param repeated whether this or an earlier owner may have carried it out already
 */
public record Operation(long id, boolean repeated) {
  /** Of a command that is sent only once. */
  public static final Operation ONCE = new Operation(0, false);

  /** Of a command that is sent for the first time. */
  public static Operation next() {
    return new Operation(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), false);
  }

  /** Of the same command, sent again because its outcome is not known. */
  public Operation again() {
    return new Operation(id, id != 0);
  }
}
