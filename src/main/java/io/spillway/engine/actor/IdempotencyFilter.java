package io.spillway.engine.actor;

import io.spillway.domain.automation.Refusal;
import io.spillway.store.AnsweredRequest;
import io.spillway.store.RequestKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Filters out triggers that were admitted before with the same idempotency key.
 *
 * @param triggers with or without a key
 */
record IdempotencyFilter(List<Envelope<Long>> triggers) {
  /** The refusal of a key that was used with another body. */
  static final Refusal REUSED =
      new Refusal(
          Refusal.Reason.ALREADY_EXISTS,
          "Idempotency-Key is one that came with another body within the last 24 hours,"
              + " must be a new one for a new request");

  /**
   * Replies to triggers that were admitted before or are twice among these; completes with the
   * others.
   */
  Future<List<Envelope<Long>>> answerKnown(AutomationSession session) {
    if (triggers.stream().allMatch(trigger -> keyOf(trigger).isEmpty())) {
      return Future.succeededFuture(triggers);
    }
    Map<String, Envelope<Long>> first = new HashMap<>();
    List<Envelope<Long>> fresh = new ArrayList<>(triggers.size());
    for (Envelope<Long> trigger : triggers) {
      Optional<RequestKey> key = keyOf(trigger);
      Envelope<Long> before = key.isEmpty() ? null : first.putIfAbsent(key.get().id(), trigger);
      if (before == null) {
        fresh.add(trigger);
      } else if (keyOf(before).equals(key)) {
        before.reply().future().onComplete(trigger.reply()::handle);
      } else {
        trigger.reply().fail(REUSED.asException());
      }
    }
    return session
        .answered(first.keySet())
        .map(
            answered ->
                fresh.stream().filter(trigger -> !answerIfKnown(trigger, answered)).toList());
  }

  private static boolean answerIfKnown(
      Envelope<Long> trigger, Map<String, AnsweredRequest> answered) {
    Optional<RequestKey> key = keyOf(trigger);
    AnsweredRequest known = key.isEmpty() ? null : answered.get(key.get().id());
    if (known == null) {
      return false;
    }
    if (known.key().equals(key.get())) {
      trigger.reply().complete(known.executionId());
    } else {
      trigger.reply().fail(REUSED.asException());
    }
    return true;
  }

  /** The answers to store with these triggers, whose executions are in the same order. */
  List<AnsweredRequest> answeredBy(List<Long> executionIds) {
    List<AnsweredRequest> answered = new ArrayList<>();
    for (int i = 0; i < triggers.size(); i++) {
      long executionId = executionIds.get(i);
      keyOf(triggers.get(i))
          .ifPresent(key -> answered.add(AnsweredRequest.executed(key, executionId)));
    }
    return answered;
  }

  private static Optional<RequestKey> keyOf(Envelope<Long> trigger) {
    return ((AutomationCommand.Execute) trigger.command()).key();
  }
}
