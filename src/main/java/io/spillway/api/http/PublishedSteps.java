package io.spillway.api.http;

import io.spillway.api.http.route.ApiRequest;
import io.spillway.api.http.route.BlockingReads;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.automation.RefusedException;
import io.spillway.engine.step.StepChecks;
import io.spillway.store.AutomationStore;
import io.vertx.core.Future;

/**
 * Checks the steps that a request publishes. Those of a draft may be unfinished, and those that are
 * published already are not refused afterwards, though they may be older than a check.
 */
final class PublishedSteps {
  private static final String NONE = "[]";

  private final StepChecks checks;
  private final AutomationStore automations;

  PublishedSteps(StepChecks checks, AutomationStore automations) {
    this.checks = checks;
    this.automations = automations;
  }

  /** The automation to be created; fails with a RefusedException if its steps cannot work. */
  Future<Automation> checked(ApiRequest request, Automation automation) {
    String steps = automation.document().steps();
    if (automation.draft() || steps.equals(NONE)) {
      return Future.succeededFuture(automation);
    }
    return BlockingReads.read(
        request,
        () -> {
          checks.check(steps, "automationSteps");
          return automation;
        });
  }

  /** The patch to be applied; fails with a RefusedException if what it publishes cannot work. */
  Future<AutomationPatch> checked(ApiRequest request, AutomationPatch patch) {
    boolean withdraws = patch.draft().orElse(false);
    boolean publishes = patch.draft().isPresent() && !withdraws;
    if (withdraws || (patch.steps().isEmpty() && !publishes)) {
      return Future.succeededFuture(patch);
    }
    return BlockingReads.read(
        request,
        () -> {
          check(request.path("id"), patch);
          return patch;
        });
  }

  private void check(String id, AutomationPatch patch) {
    if (patch.steps().isPresent()) {
      checkGiven(id, patch.steps().get(), "automation.automationSteps");
    } else if (patch.draftSteps().isPresent()) {
      checkGiven(id, patch.draftSteps().get(), "automation.draftAutomationSteps");
    } else {
      Automation stored = stored(id);
      String draft = stored.document().draftSteps();
      if (!isPublished(stored, draft)) {
        checks.check(draft, "draftAutomationSteps");
      }
    }
  }

  private void checkGiven(String id, String steps, String path) {
    try {
      checks.check(steps, path);
    } catch (RefusedException e) {
      if (!isPublished(stored(id), steps)) {
        throw e;
      }
    }
  }

  private Automation stored(String id) {
    return AutomationsHandler.existing(automations, id).automation();
  }

  private static boolean isPublished(Automation automation, String steps) {
    return !automation.draft() && automation.document().steps().equals(steps);
  }
}
