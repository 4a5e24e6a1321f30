package io.spillway.automation;

import io.spillway.breaker.BreakerLimit;
import io.spillway.breaker.BreakerPeriod;
import java.util.Map;
import java.util.Optional;

/**
 * A change of an automation: each field present is set, each absent one is left alone.
 *
 * @param displayName new name
 * @param description new description
 * @param appId new app
 * @param enabled the administrator's switch
 * @param draft whether it is a draft
 * @param steps published steps, a JSON array
 * @param draftSteps a JSON array
 * @param triggers published triggers, a JSON array
 * @param draftTriggers a JSON array
 * @param context default context, a JSON object
 * @param annotations replace all former ones
 * @param breakerMax new maximum of the circuit breaker
 * @param breakerPeriod new period of the circuit breaker
 */
public record AutomationPatch(
    Optional<String> displayName,
    Optional<String> description,
    Optional<String> appId,
    Optional<Boolean> enabled,
    Optional<Boolean> draft,
    Optional<String> steps,
    Optional<String> draftSteps,
    Optional<String> triggers,
    Optional<String> draftTriggers,
    Optional<String> context,
    Optional<Map<String, String>> annotations,
    Optional<Long> breakerMax,
    Optional<BreakerPeriod> breakerPeriod) {

  /**
   * {@code automation} with this change. New published steps or triggers make a new version.
   *
   * @throws IllegalArgumentException if the result is not a valid automation; the message names the
   *     field, what was given and what is allowed
   */
  public Automation applyTo(Automation automation) {
    Automation.Profile profile = automation.profile();
    Automation.Document old = automation.document();
    Automation.Document document =
        new Automation.Document(
            steps.orElse(old.steps()),
            draftSteps.orElse(old.draftSteps()),
            triggers.orElse(old.triggers()),
            draftTriggers.orElse(old.draftTriggers()),
            context.orElse(old.context()));
    boolean published =
        !document.steps().equals(old.steps()) || !document.triggers().equals(old.triggers());
    return new Automation(
        automation.id(),
        new Automation.Profile(
            displayName.orElse(profile.displayName()),
            description.orElse(profile.description()),
            appId.orElse(profile.appId())),
        enabled.orElse(automation.enabled()),
        draft.orElse(automation.draft()),
        document,
        annotations.orElse(automation.annotations()),
        new BreakerLimit(
            breakerMax.orElse(automation.limit().max()),
            breakerPeriod.orElse(automation.limit().period())),
        published ? automation.version() + 1 : automation.version(),
        automation.createdAt(),
        automation.deletedAt());
  }
}
