package io.spillway.api.auth;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The automations that a caller may access. All others do not exist for the caller.
 *
 * @param ids of these automations; empty for all, also future ones
 */
public record AutomationScope(Set<String> ids) {
  /** Every automation. */
  public static final AutomationScope ALL = new AutomationScope(Set.of());

  public AutomationScope {
    ids = Set.copyOf(ids);
  }

  /** The scope of a client that is limited to these automations; empty for no limit. */
  static AutomationScope of(Set<String> ids) {
    return ids.isEmpty() ? ALL : new AutomationScope(ids);
  }

  /** Whether it includes every automation. */
  public boolean isAll() {
    return ids.isEmpty();
  }

  /** Whether it includes this automation. */
  public boolean includes(String automationId) {
    return ids.isEmpty() || ids.contains(automationId);
  }

  /**
   * Restricts a query to this scope.
   *
   * @param asked ids of the query; an empty set for all
   * @return those within the scope, an empty set for all; empty if none is within
   */
  public Optional<Set<String>> narrow(Set<String> asked) {
    if (isAll()) {
      return Optional.of(asked);
    }
    if (asked.isEmpty()) {
      return Optional.of(ids);
    }
    Set<String> both = new TreeSet<>(asked);
    both.retainAll(ids);
    return both.isEmpty() ? Optional.empty() : Optional.of(both);
  }
}
