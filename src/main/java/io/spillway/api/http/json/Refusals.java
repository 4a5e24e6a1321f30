package io.spillway.api.http.json;

import io.spillway.domain.automation.Quotes;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import java.util.function.Supplier;

/** Creates refusals of requests. */
public final class Refusals {
  private Refusals() {}

  /** INVALID_ARGUMENT; {@code message} has the form "field is given, must be allowed". */
  public static RefusedException invalid(String message) {
    return new Refusal(Refusal.Reason.INVALID_ARGUMENT, message).asException();
  }

  /** INVALID_ARGUMENT: "field is given, must be allowed". */
  public static RefusedException mustBe(String field, String given, String allowed) {
    return invalid(field + " is " + given + ", must be " + allowed);
  }

  public static RefusedException notFound(String message) {
    return new Refusal(Refusal.Reason.NOT_FOUND, message).asException();
  }

  /** UNAVAILABLE: there is no memory for what is requested. */
  public static RefusedException overloaded() {
    return new Refusal(
            Refusal.Reason.UNAVAILABLE,
            "this node has no memory for this request now, try again, or ask for less at a time")
        .asException();
  }

  /** Calls {@code domain}; an IllegalArgumentException becomes INVALID_ARGUMENT. */
  public static <T> T checked(Supplier<T> domain) {
    try {
      return domain.get();
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  /** {@code given} in quotes for a message, truncated if it is long. */
  public static String quote(String given) {
    return Quotes.of(given);
  }
}
