package io.spillway.engine.event;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The metric of paused executions, for the automations that this node owns. Each has one node that
 * reports it, so the sum over all nodes is right. Actors report what changes; what no actor has in
 * memory, after a restart or since its automation is deleted, is read from the store. Thread-safe.
 */
public final class PausedCounts {
  /** Maximum number of automations with their own gauge, of those to name; the others share one. */
  private static final int MAX_GAUGES = 100;

  private static final String OTHERS = "others";

  private final MeterRegistry meters;
  private final NamedAutomations named;
  private final Map<String, Long> counts = new HashMap<>();
  private final Set<String> gauged = new HashSet<>();

  /** Automations that an actor has reported since the latest refresh began. */
  private final Set<String> reported = new HashSet<>();

  PausedCounts(MeterRegistry meters, NamedAutomations named) {
    this.meters = meters;
    this.named = named;
    gauge(OTHERS).register(meters);
  }

  private Gauge.Builder<PausedCounts> gauge(String automation) {
    return Gauge.builder(
            "spillway.paused",
            this,
            paused -> automation.equals(OTHERS) ? paused.ofOthers() : paused.of(automation))
        .description("Executions paused now")
        .tag("automation", automation);
  }

  /** The actor of an automation knows how many are paused. */
  synchronized void report(String automationId, long count) {
    reported.add(automationId);
    set(automationId, count);
  }

  /**
   * Replaces the counts by those of the store, except for automations that an actor reports
   * meanwhile: the store may have been read before their change. Blocks while it reads.
   *
   * @param stored reads the paused executions by automation
   * @param owned whether this node owns an automation
   */
  public void refresh(Supplier<Map<String, Long>> stored, Predicate<String> owned) {
    synchronized (this) {
      reported.clear();
    }
    Map<String, Long> read = stored.get();
    synchronized (this) {
      counts.keySet().removeIf(id -> !reported.contains(id));
      // The largest first, since not all may have a gauge of their own.
      read.entrySet().stream()
          .filter(entry -> !reported.contains(entry.getKey()) && owned.test(entry.getKey()))
          .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
          .forEach(entry -> set(entry.getKey(), entry.getValue()));
    }
  }

  private void set(String automationId, long count) {
    if (count == 0) {
      counts.remove(automationId);
      return;
    }
    counts.put(automationId, count);
    if (named.contains(automationId) && gauged.size() < MAX_GAUGES && gauged.add(automationId)) {
      gauge(automationId).register(meters);
    }
  }

  private synchronized double of(String automationId) {
    return counts.getOrDefault(automationId, 0L);
  }

  private synchronized double ofOthers() {
    return counts.entrySet().stream()
        .filter(entry -> !gauged.contains(entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
