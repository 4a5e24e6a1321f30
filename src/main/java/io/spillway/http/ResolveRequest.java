package io.spillway.http;

import io.spillway.resolution.Decision;
import io.spillway.resolution.Resolution;
import io.spillway.resolution.Selection;
import java.util.Optional;

/** Reads a request to resolve what is held. */
final class ResolveRequest {
  private static final EnumNames<Decision> DECISIONS =
      new EnumNames<>(Decision.class, "PAUSED_EXECUTION_DECISION_");

  private ResolveRequest() {}

  /**
   * The order in {@code body}, given by {@code actor}, for all that is held or a part of it.
   *
   * @throws io.spillway.automation.RefusedException if there is no decision, or the reason is too
   *     long
   */
  static Resolution.Order orderOf(Fields body, String actor, Optional<Selection> selection) {
    Decision decision =
        body.oneOf("decision", DECISIONS)
            .orElseThrow(
                () ->
                    Refusals.invalid(
                        "decision is missing or unspecified, allowed is " + DECISIONS.allowed()));
    String reason = body.text("reason");
    return Refusals.checked(() -> new Resolution.Order(decision, reason, actor, selection));
  }
}
