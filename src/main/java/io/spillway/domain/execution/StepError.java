package io.spillway.domain.execution;

/**
 * Why an attempt of a step failed.
 *
 * @param code in capitals, such as {@code TIMEOUT}; empty if nothing failed
 * @param message for people; never with the values of a context
 * @param httpStatus of the answer, 0 if there was none
 */
public record StepError(String code, String message, int httpStatus) {
  /** Nothing failed. */
  public static final StepError NONE = new StepError("", "", 0);

  private static final int MAX_CODE = 128;
  private static final int MAX_MESSAGE = 2_048;

  public StepError {
    code = shortened(code, MAX_CODE);
    message = shortened(message, MAX_MESSAGE);
  }

  /** An error without an HTTP answer. */
  public static StepError of(String code, String message) {
    return new StepError(code, message, 0);
  }

  private static String shortened(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }
}
