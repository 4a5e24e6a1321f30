package io.spillway.api.http.json;

import io.spillway.domain.automation.Quotes;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import java.util.function.Supplier;

/** Refusals that begin in a request. */
public final class Refusals {
  private Refusals() {}

  /**
   * The request breaks a rule; {@code message} names the field, what was given, what is allowed.
   */
  public static RefusedException invalid(String message) {
    return new Refusal(Refusal.Reason.INVALID_ARGUMENT, message).asException();
  }

  public static RefusedException notFound(String message) {
    return new Refusal(Refusal.Reason.NOT_FOUND, message).asException();
  }

  public static RefusedException unauthenticated(String message) {
    return new Refusal(Refusal.Reason.UNAUTHENTICATED, message).asException();
  }

  /** What {@code domain} makes of the request; what it does not accept is invalid. */
  public static <T> T checked(Supplier<T> domain) {
    try {
      return domain.get();
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  /** {@code given} for a message, cut if it is long. */
  public static String quote(String given) {
    return Quotes.of(given);
  }
}
