package io.spillway.engine.actor;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Filters out triggers that were admitted before: another node sends a trigger again if it does not
 * know whether the owner made it durable.
 *
 * @param fresh to be admitted, unless they are repeated and the store knows them
 */
record RedeliveryFilter(List<Envelope<Long>> fresh) {

  /** Joins triggers that are twice among these. */
  static RedeliveryFilter among(List<Envelope<Long>> triggers) {
    if (triggers.stream().noneMatch(trigger -> trigger.operation().repeated())) {
      return new RedeliveryFilter(triggers);
    }
    Map<Long, Envelope<Long>> first = new HashMap<>();
    List<Envelope<Long>> fresh = new ArrayList<>();
    for (Envelope<Long> trigger : triggers) {
      long operationId = trigger.operation().id();
      Envelope<Long> before = operationId == 0 ? null : first.putIfAbsent(operationId, trigger);
      if (before == null) {
        fresh.add(trigger);
      } else {
        before.reply().future().onComplete(trigger.reply()::handle);
      }
    }
    return new RedeliveryFilter(fresh);
  }

  /** Replies to triggers that were admitted before; completes with the others. */
  Future<List<Envelope<Long>>> answerKnown(AutomationSession session) {
    List<Long> repeated =
        fresh.stream()
            .map(Envelope::operation)
            .filter(Operation::repeated)
            .map(Operation::id)
            .toList();
    if (repeated.isEmpty()) {
      return Future.succeededFuture(fresh);
    }
    return session
        .applied(repeated)
        .map(
            applied -> fresh.stream().filter(trigger -> !answerIfKnown(trigger, applied)).toList());
  }

  private static boolean answerIfKnown(Envelope<Long> trigger, Map<Long, Long> applied) {
    Long executionId = applied.get(trigger.operation().id());
    if (executionId != null) {
      trigger.reply().complete(executionId);
    }
    return executionId != null;
  }
}
