package io.spillway.engine.event;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The metric of paused executions, as the store has them, of the automations that this node owns at
 * the moment it is read. Each automation has one owner, so the sum over all nodes is right, also
 * while no node has an automation in memory. Thread-safe.
 */
public final class PausedCounts {
  /** Maximum number of automations with their own gauge, of those to name; the others share one. */
  private static final int MAX_GAUGES = 100;

  private static final String OTHERS = "others";

  private final MeterRegistry meters;
  private final NamedAutomations named;
  private final Set<String> gauged = new HashSet<>();
  private Map<String, Long> counts = Map.of();
  private Predicate<String> owned = automation -> true;

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

  /**
   * Replaces the counts by those of the store. Blocks while it reads.
   *
   * @param stored reads the paused executions by automation, of all nodes
   * @param owned whether this node owns an automation; also asked later, when the metric is read
   */
  public void refresh(Supplier<Map<String, Long>> stored, Predicate<String> owned) {
    Map<String, Long> read = stored.get();
    synchronized (this) {
      counts = Map.copyOf(read);
      this.owned = owned;
      // The largest first, since not all may have a gauge of their own.
      counts.entrySet().stream()
          .filter(entry -> named.contains(entry.getKey()) && owned.test(entry.getKey()))
          .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
          .map(Map.Entry::getKey)
          .forEach(this::register);
    }
  }

  private void register(String automation) {
    if (gauged.size() < MAX_GAUGES && gauged.add(automation)) {
      gauge(automation).register(meters);
    }
  }

  private synchronized double of(String automation) {
    return owned.test(automation) ? counts.getOrDefault(automation, 0L) : 0;
  }

  private synchronized double ofOthers() {
    return counts.entrySet().stream()
        .filter(entry -> !gauged.contains(entry.getKey()) && owned.test(entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
