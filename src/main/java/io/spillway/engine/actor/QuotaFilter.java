package io.spillway.engine.actor;

import io.spillway.domain.automation.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses triggers whose contexts are more than an automation may store in a day.
 *
 * @param automationId of the automation
 * @param stored today
 * @param limit of a day, in bytes
 */
record QuotaFilter(String automationId, ContextBytes stored, long limit) {
  /** Refuses the triggers that exceed the limit; returns the others. */
  List<Envelope<Long>> refuseBeyond(List<Envelope<Long>> triggers, Instant now) {
    long bytes = stored.on(now);
    if (bytes + bytesOf(triggers) <= limit) {
      return triggers;
    }
    List<Envelope<Long>> within = new ArrayList<>();
    for (Envelope<Long> trigger : triggers) {
      long more = bytesOf(trigger);
      if (bytes + more <= limit) {
        bytes += more;
        within.add(trigger);
      } else {
        trigger.reply().fail(refusal(bytes + more, now).asException());
      }
    }
    return within;
  }

  private Refusal refusal(long bytes, Instant now) {
    Instant next = ContextBytes.startOfNextDay(now);
    return new Refusal(
        Refusal.Reason.RESOURCE_EXHAUSTED,
        ("contexts of automation %s today are %d bytes with this one, must be at most %d:"
                + " try again at %s")
            .formatted(automationId, bytes, limit, next),
        (int) Duration.between(now, next).toSeconds() + 1);
  }

  static long bytesOf(List<Envelope<Long>> triggers) {
    return triggers.stream().mapToLong(QuotaFilter::bytesOf).sum();
  }

  private static long bytesOf(Envelope<Long> trigger) {
    return ((AutomationCommand.Execute) trigger.command()).context().length;
  }
}
