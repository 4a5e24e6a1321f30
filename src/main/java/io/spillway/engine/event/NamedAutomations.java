package io.spillway.engine.event;

import java.util.Set;

/**
 * The automations that the metrics name, which anybody who reaches the node can read. The others
 * are summed.
 *
 * @param all whether every automation is named; then {@code ids} is empty
 */
public record NamedAutomations(boolean all, Set<String> ids) {
  public static final NamedAutomations ALL = new NamedAutomations(true, Set.of());
  public static final NamedAutomations NONE = new NamedAutomations(false, Set.of());

  public NamedAutomations {
    ids = Set.copyOf(ids);
    if (all && !ids.isEmpty()) {
      throw new IllegalArgumentException("ids are " + ids + ", must be empty if all are named");
    }
  }

  /** Those with these ids. */
  public static NamedAutomations of(Set<String> ids) {
    return new NamedAutomations(false, ids);
  }

  boolean contains(String automationId) {
    return all || ids.contains(automationId);
  }
}
