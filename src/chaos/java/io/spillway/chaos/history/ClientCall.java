package io.spillway.chaos.history;

/**
 * What a client asked for.
 *
 * @param client who asked
 * @param node the number of the node that was asked, from 1 on
 * @param kind what was asked
 * @param automationId of the automation concerned
 * @param key by which its effect is found again: the marker of a trigger, the reason of a resolve,
 *     the id of the execution that was terminated or read, empty for a clear
 */
public record ClientCall(String client, int node, Kind kind, String automationId, String key) {
  /** The calls that clients make. */
  public enum Kind {
    TRIGGER,
    /** A resolve that releases. */
    RUN,
    /** A resolve that cancels. */
    CANCEL,
    CLEAR,
    TERMINATE,
    READ;

    public boolean isResolve() {
      return this == RUN || this == CANCEL;
    }
  }
}
