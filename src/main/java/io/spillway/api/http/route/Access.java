package io.spillway.api.http.route;

import io.spillway.api.auth.Caller;
import io.spillway.api.auth.Role;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.Refusal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Who may call an operation.
 *
 * @param operation its id
 * @param required role
 * @param scoping what becomes of callers with an automation scope
 */
public record Access(String operation, Role required, Scoping scoping) {
  private static final String AUTOMATION_ID = "id";

  /** How an operation keeps within the scope of its caller. */
  public enum Scoping {
    /** The path names an automation; to the caller there is none outside of its scope. */
    BY_PATH,
    /** Its handler leaves out what is outside of the scope. */
    BY_HANDLER,
    /** It cannot, and refuses such callers. */
    NONE
  }

  /** Whether a caller may call it at all. */
  public boolean permits(Caller caller) {
    return caller.role().includes(required) && (scoping != Scoping.NONE || caller.scope().isAll());
  }

  /**
   * Why a request is refused, if it is.
   *
   * @param parameters of its path
   */
  Optional<Refusal> refusal(Caller caller, Map<String, String> parameters) {
    if (!caller.role().includes(required)) {
      return Optional.of(
          denied(
              "needs the role "
                  + required.wireName()
                  + ", the caller has the role "
                  + caller.role().wireName()));
    }
    return caller.scope().isAll() ? Optional.empty() : outOfScope(caller, parameters);
  }

  private Optional<Refusal> outOfScope(Caller caller, Map<String, String> parameters) {
    return switch (scoping) {
      case NONE -> Optional.of(denied("is not for clients that have an automation scope"));
      case BY_HANDLER -> Optional.empty();
      case BY_PATH -> {
        String id = Objects.requireNonNull(parameters.get(AUTOMATION_ID), AUTOMATION_ID);
        yield caller.scope().includes(id) ? Optional.empty() : Optional.of(Automation.unknown(id));
      }
    };
  }

  private Refusal denied(String why) {
    return new Refusal(Refusal.Reason.PERMISSION_DENIED, operation + " " + why);
  }
}
