package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The kinds of steps and triggers: the name of the one object that a step or trigger contains.
 *
 * <p>C1 adds kinds over time. So an object with an unknown name is accepted as the kind if there is
 * no known one; beside a known kind it is an unknown field and ignored.
 */
final class StepAndTriggerKinds {
  static final StepAndTriggerKinds OF_STEPS =
      new StepAndTriggerKinds(
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
  static final StepAndTriggerKinds OF_TRIGGERS =
      new StepAndTriggerKinds(
          List.of(
              "manual",
              "userProfileChange",
              "appUserCreated",
              "appUserUpdated",
              "usageBasedRevocation",
              "userCreated",
              "grantFound",
              "grantDeleted",
              "webhook",
              "schedule",
              "form",
              "scheduleAppUser",
              "accessConflict",
              "scheduleNoUser"));

  private final Set<String> known;

  private StepAndTriggerKinds(List<String> known) {
    this.known = new LinkedHashSet<>(known);
  }

  /**
   * The kind of a step or a trigger.
   *
   * @throws io.spillway.domain.automation.RefusedException if it has none, or several, or one that
   *     is not an object
   */
  String kindOf(Fields part) {
    List<String> given = new ArrayList<>(part.names());
    given.retainAll(known);
    // A known kind must be an object; reading it as a message checks that.
    given.forEach(part::message);
    Collection<String> kinds = given.isEmpty() ? part.namesOfObjects() : given;
    if (kinds.size() == 1) {
      return kinds.iterator().next();
    }
    throw Refusals.invalid(
        part.path()
            + " has "
            + (given.isEmpty() ? kinds.size() + " kinds" : String.join(" and ", given))
            + ", must have exactly one kind, such as "
            + String.join(", ", known));
  }
}
