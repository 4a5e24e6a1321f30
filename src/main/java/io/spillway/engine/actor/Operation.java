package io.spillway.engine.actor;

import java.util.concurrent.ThreadLocalRandom;

/**
 * What tells a command that may be sent more than once from all others.
 *
 * @param id not 0; 0 for a command that is sent once, within its node
 * @param repeated whether it may have been carried out already, by this owner or one before
 */
public record Operation(long id, boolean repeated) {
  /** Of a command that lives and dies with the actor it is sent to. */
  public static final Operation ONCE = new Operation(0, false);

  /** The first sending of a command to another node. */
  public static Operation next() {
    return new Operation(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), false);
  }

  /** The same, sent again by somebody who does not know what became of it. */
  public Operation again() {
    return new Operation(id, id != 0);
  }
}
