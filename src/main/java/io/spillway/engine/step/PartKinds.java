package io.spillway.engine.step;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which field of a step, or of a trigger, names its kind: the one object that it contains.
 *
 * <p>C1 adds kinds over time. So an object with an unknown name is accepted as the kind if there is
 * no known one; beside a known kind it is an unknown field and ignored.
 */
public final class PartKinds {
  /** The kinds of steps that C1 has. */
  public static final PartKinds OF_STEPS =
      new PartKinds(
          List.of(
              "createAccessReview",
              "waitForDuration",
              "unenrollFromAllAccessProfiles",
              "createRevokeTasks",
              "createRevokeTasksV2",
              "sendEmail",
              "removeFromDelegation",
              "runAutomation",
              "updateUser",
              "taskAction",
              "webhook",
              "connectorAction",
              "connectorCreateAccount",
              "grantEntitlements",
              "sendSlackMessage",
              "callFunction",
              "accountLifecycleAction",
              "generatePassword",
              "setCredential",
              "storeCredential",
              "evaluateExpressions"));

  private final Set<String> known;

  public PartKinds(List<String> known) {
    this.known = new LinkedHashSet<>(known);
  }

  /** The known kinds that are among these names. */
  public List<String> knownOf(Set<String> names) {
    List<String> given = new ArrayList<>(names);
    given.retainAll(known);
    return given;
  }

  /**
   * The kinds that a part has; exactly one if it is well-formed.
   *
   * @param names of its fields that are not null, in lowerCamelCase
   * @param objects the names of those fields that are objects
   */
  public List<String> of(Set<String> names, Set<String> objects) {
    List<String> given = knownOf(names);
    return given.isEmpty() ? List.copyOf(objects) : given;
  }

  @Override
  public String toString() {
    return String.join(", ", known);
  }
}
