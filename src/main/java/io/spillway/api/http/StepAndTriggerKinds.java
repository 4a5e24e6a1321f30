package io.spillway.api.http;

import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.engine.step.PartKinds;
import java.util.List;

/** The kinds of steps and triggers in requests: the one object that each contains. */
final class StepAndTriggerKinds {
  static final StepAndTriggerKinds OF_STEPS = new StepAndTriggerKinds(PartKinds.OF_STEPS);
  static final StepAndTriggerKinds OF_TRIGGERS =
      new StepAndTriggerKinds(
          new PartKinds(
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
                  "scheduleNoUser")));

  private final PartKinds kinds;

  private StepAndTriggerKinds(PartKinds kinds) {
    this.kinds = kinds;
  }

  /**
   * The kind of a step or a trigger.
   *
   * @throws io.spillway.domain.automation.RefusedException if it has none, or several, or one that
   *     is not an object
   */
  String kindOf(Fields part) {
    List<String> given = kinds.knownOf(part.names());
    // A known kind must be an object; reading it as a message checks that.
    given.forEach(part::message);
    List<String> all = kinds.of(part.names(), part.namesOfObjects());
    if (all.size() == 1) {
      return all.get(0);
    }
    throw Refusals.invalid(
        part.path()
            + " has "
            + (given.isEmpty() ? all.size() + " kinds" : String.join(" and ", given))
            + ", must have exactly one kind, such as "
            + kinds);
  }
}
