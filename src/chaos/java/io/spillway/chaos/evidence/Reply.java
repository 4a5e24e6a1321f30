package io.spillway.chaos.evidence;

/**
 * What came back.
 *
 * @param outcome what the client knows by it
 * @param status of HTTP, 0 if there was no answer
 * @param text the body, or why there was none
 */
public record Reply(Outcome outcome, int status, String text) {
  /** What a client knows of the effect of its call. */
  public enum Outcome {
    /** It was done. */
    DONE,
    /** It was not done, and will not be. */
    REFUSED,
    /** Nobody told. */
    UNKNOWN
  }

  private static final int OK = 200;
  private static final int FIRST_SERVER_ERROR = 500;

  /** The reply with this status and body. */
  public static Reply of(int status, String text) {
    if (status == OK) {
      return new Reply(Outcome.DONE, status, text);
    }
    return new Reply(
        status >= FIRST_SERVER_ERROR ? Outcome.UNKNOWN : Outcome.REFUSED, status, text);
  }

  /** No answer came, for this reason; {@code sent} tells whether the call may have arrived. */
  public static Reply none(boolean sent, String why) {
    return new Reply(sent ? Outcome.UNKNOWN : Outcome.REFUSED, 0, why);
  }
}
