package io.spillway.api.http;

import io.spillway.api.http.json.EnumNames;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.event.WireEnums;
import java.util.Optional;

/** Reads a request to resolve paused executions. */
final class ResolveRequest {
  static final EnumNames<Decision> DECISIONS = new EnumNames<>(Decision.class, WireEnums.DECISION);

  private ResolveRequest() {}

  /**
   * The order in {@code body}, given by {@code actor}, for all paused executions or a selection.
   *
   * @throws io.spillway.domain.automation.RefusedException if there is no decision, or the reason
   *     is too long
   */
  static Resolution.Order orderOf(Fields body, String actor, Optional<Selection> selection) {
    Decision decision =
        body.oneOf("decision", DECISIONS)
            .orElseThrow(
                () ->
                    Refusals.invalid(
                        "decision is missing or unspecified, must be " + DECISIONS.allowed()));
    String reason = body.text("reason");
    return Refusals.checked(() -> new Resolution.Order(decision, reason, actor, selection));
  }
}
