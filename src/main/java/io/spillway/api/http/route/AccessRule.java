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
 * @param path of the operation, with the names of its parameters
 * @param required role
 * @param forWorkers whether it is for workers too, although they lack the required role
 * @param scopeCheck how the automation scope of the caller is enforced
 */
public record AccessRule(
    String operation, String path, Role required, boolean forWorkers, ScopeCheck scopeCheck) {
  private static final String AUTOMATION_ID = "id";

  /** Where the automation scope of the caller is enforced. */
  public enum ScopeCheck {
    /** The path names an automation; one outside of the scope is answered as unknown. */
    BY_PATH,
    /** The handler filters its results by the scope. */
    BY_HANDLER,
    /** The operation cannot be scoped and refuses callers that have a scope. */
    UNSUPPORTED
  }

  /** Whether the role and the kind of scope of {@code caller} allow the operation. */
  public boolean permits(Caller caller) {
    return isIncluded(caller) && (scopeCheck != ScopeCheck.UNSUPPORTED || caller.scope().isAll());
  }

  private boolean isIncluded(Caller caller) {
    return caller.role().includes(required) || (forWorkers && caller.role() == Role.WORKER);
  }

  /**
   * The reason to refuse a request, empty if it is allowed.
   *
   * @param parameters of the path
   */
  Optional<Refusal> refusal(Caller caller, Map<String, String> parameters) {
    if (!isIncluded(caller)) {
      return Optional.of(
          denied(
              "requires the role "
                  + required.wireName()
                  + ", the caller has the role "
                  + caller.role().wireName()));
    }
    return caller.scope().isAll() ? Optional.empty() : outOfScope(caller, parameters);
  }

  private Optional<Refusal> outOfScope(Caller caller, Map<String, String> parameters) {
    return switch (scopeCheck) {
      case UNSUPPORTED ->
          Optional.of(denied("is not available to clients that have an automation scope"));
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
