package io.spillway.api.http;

import io.spillway.api.http.json.EnumNames;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.KnownFields;
import io.spillway.api.http.json.Refusals;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.domain.resolution.Selection;
import io.spillway.engine.event.WireEnums;
import java.util.List;
import java.util.Optional;

/** Reads a request to resolve paused executions. */
final class ResolveRequest {
  static final EnumNames<Decision> DECISIONS = new EnumNames<>(Decision.class, WireEnums.DECISION);

  /** Fields of a later version that narrow a decision: without them, more would be moved. */
  private static final List<String> UNSUPPORTED = List.of("limit", "perSecond", "canary");

  private ResolveRequest() {}

  /**
   * The order in {@code body}, given by {@code actor}, for all paused executions or a selection. It
   * resets the breaker if the body says so, by default only if it is for all.
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
    requireSupported(body);
    String reason = body.text("reason");
    boolean reset = body.has("resetBreaker") ? body.flag("resetBreaker") : selection.isEmpty();
    return Refusals.checked(() -> new Resolution.Order(decision, reason, actor, selection, reset));
  }

  /** Refuses near misses, too: a field that is ignored would not narrow the decision. */
  private static void requireSupported(Fields body) {
    for (String name : body.names()) {
      for (String unsupported : UNSUPPORTED) {
        if (KnownFields.isNearMiss(name, unsupported)) {
          throw Refusals.invalid(
              name + " is given, must be absent: this server does not have " + unsupported);
        }
      }
    }
  }
}
