package io.spillway.http;

import io.spillway.automation.Quotes;
import io.spillway.automation.Refusal;
import io.spillway.automation.RefusedException;
import java.util.function.Supplier;

/** Refusals that begin in a request. */
final class Refusals {
  private Refusals() {}

  /**
   * The request breaks a rule; {@code message} names the field, what was given, what is allowed.
   */
  static RefusedException invalid(String message) {
    return new Refusal(Refusal.Reason.INVALID_ARGUMENT, message).asException();
  }

  static RefusedException notFound(String message) {
    return new Refusal(Refusal.Reason.NOT_FOUND, message).asException();
  }

  static RefusedException unauthenticated(String message) {
    return new Refusal(Refusal.Reason.UNAUTHENTICATED, message).asException();
  }

  /** What {@code domain} makes of the request; what it does not accept is invalid. */
  static <T> T checked(Supplier<T> domain) {
    try {
      return domain.get();
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  /** {@code given} for a message, cut if it is long. */
  static String quote(String given) {
    return Quotes.of(given);
  }
}
