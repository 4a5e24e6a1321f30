package io.spillway.api.http;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.resolution.Resolution;
import io.spillway.store.AutomationStore;

/** The resolution that {@code retryOf} names. */
final class RetriedResolution {
  private RetriedResolution() {}

  /**
   * Reads it. Blocks.
   *
   * @throws io.spillway.domain.automation.RefusedException if the automation has none of this id,
   *     or it is not finished
   */
  static Resolution read(AutomationStore automations, String automationId, String resolutionId) {
    return ResolutionsHandler.finished(
        automations,
        automationId,
        resolutionId,
        new Refusal(
            Refusal.Reason.FAILED_PRECONDITION,
            "retryOf is resolution " + resolutionId + ", which is RUNNING, must be DONE"));
  }
}
