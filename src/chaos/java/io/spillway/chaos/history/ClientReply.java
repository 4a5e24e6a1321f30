package io.spillway.chaos.history;

/**
 * What came back.
 *
 * @param outcome what the client knows by it
 * @param status of HTTP, 0 if there was no answer
 * @param text the body, or why there was none
 */
public record ClientReply(Outcome outcome, int status, String text) {
  /** The outcome as known to the client. */
  public enum Outcome {
    /** It was done. */
    DONE,
    /** It was not done, and will not be. */
    REFUSED,
    /** Unknown. */
    UNKNOWN
  }

  private static final int OK = 200;
  private static final int FIRST_SERVER_ERROR = 500;

  /** The reply with this status and body. */
  public static ClientReply of(int status, String text) {
    if (status == OK) {
      return new ClientReply(Outcome.DONE, status, text);
    }
    return new ClientReply(
        status >= FIRST_SERVER_ERROR ? Outcome.UNKNOWN : Outcome.REFUSED, status, text);
  }

  /** No reply, for this reason; {@code sent} is whether the call may have arrived. */
  public static ClientReply none(boolean sent, String why) {
    return new ClientReply(sent ? Outcome.UNKNOWN : Outcome.REFUSED, 0, why);
  }
}
