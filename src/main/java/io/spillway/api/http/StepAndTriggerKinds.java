package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The kinds that a step or a trigger can be of: the name of the one object in it.
 *
 * <p>C1 adds kinds over time. So an object under a name not known here is taken for a kind where
 * there is no known one, and beside a known one it is a field that is not known, and ignored.
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
              "storeCredential"));
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
   *     is no object
   */
  String kindOf(Fields part) {
    List<String> given = new ArrayList<>(part.names());
    given.retainAll(known);
    // One that is known must be an object, which reading it finds out.
    given.forEach(part::message);
    Collection<String> kinds = given.isEmpty() ? part.namesOfObjects() : given;
    if (kinds.size() == 1) {
      return kinds.iterator().next();
    }
    throw Refusals.invalid(
        part.where()
            + " has "
            + (given.isEmpty() ? kinds.size() + " kinds" : String.join(" and ", given))
            + ", allowed is exactly one kind, such as "
            + String.join(", ", known));
  }
}
