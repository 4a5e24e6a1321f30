package io.spillway.domain.automation;

import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import java.util.Map;
import java.util.Optional;

/**
 * A change of an automation: present fields are set, absent ones are unchanged.
 *
 * @param displayName new name
 * @param description new description
 * @param appId new app
 * @param enabled switch of the administrator
 * @param draft whether it is a draft
 * @param steps published steps, a JSON array
 * @param draftSteps a JSON array
 * @param triggers published triggers, a JSON array
 * @param draftTriggers a JSON array
 * @param context default context, a JSON object
 * @param annotations merged into the present ones; an empty value deletes its key
 * @param breakerMax new maximum of the circuit breaker
 * @param breakerPeriod new period of the circuit breaker
 * @param runner change of the runner's settings
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
    Optional<BreakerPeriod> breakerPeriod,
    Optional<RunnerSettings.Change> runner) {

  /**
   * {@code automation} with this change.
   *
   * <p>Setting {@code draft} to false publishes: steps or triggers absent from the change are taken
   * from the draft. The first publication is version 1; every later change of the published steps
   * or triggers adds a version. A draft that equalled the published part follows it.
   *
   * @throws IllegalArgumentException if the result is not a valid automation; the message names the
   *     field, what was given and what is allowed
   */
  public Automation applyTo(Automation automation) {
    Automation.Profile profile = automation.profile();
    Automation.Document document = documentAfter(automation.document());
    boolean isDraft = draft.orElse(automation.draft());
    return new Automation(
        automation.id(),
        new Automation.Profile(
            displayName.orElse(profile.displayName()),
            description.orElse(profile.description()),
            appId.orElse(profile.appId())),
        enabled.orElse(automation.enabled()),
        isDraft,
        document,
        annotations
            .map(given -> Annotations.merged(automation.annotations(), given))
            .orElse(automation.annotations()),
        new BreakerLimit(
            breakerMax.orElse(automation.limit().max()),
            breakerPeriod.orElse(automation.limit().period())),
        runner.map(automation.runner()::with).orElse(automation.runner()),
        versionAfter(automation, document, isDraft),
        automation.createdAt(),
        automation.deletedAt());
  }

  private Automation.Document documentAfter(Automation.Document old) {
    boolean publishes = draft.isPresent() && !draft.get();
    String draftStepsAfter =
        draftSteps.orElseGet(() -> draftAfter(old.steps(), old.draftSteps(), steps));
    String draftTriggersAfter =
        draftTriggers.orElseGet(() -> draftAfter(old.triggers(), old.draftTriggers(), triggers));
    return new Automation.Document(
        steps.orElse(publishes ? draftStepsAfter : old.steps()),
        draftStepsAfter,
        triggers.orElse(publishes ? draftTriggersAfter : old.triggers()),
        draftTriggersAfter,
        context.orElse(old.context()));
  }

  /** A draft that differs from the published part is kept; it would be lost otherwise. */
  private static String draftAfter(String published, String draft, Optional<String> given) {
    return draft.equals(published) ? given.orElse(draft) : draft;
  }

  private static int versionAfter(
      Automation automation, Automation.Document document, boolean isDraft) {
    if (automation.version() == 0) {
      return isDraft ? 0 : 1;
    }
    return document.publishesTheSameAs(automation.document())
        ? automation.version()
        : automation.version() + 1;
  }
}
