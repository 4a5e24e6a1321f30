package io.spillway.api.auth;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The automations that a caller may know of. To the caller all others do not exist.
 *
 * @param ids of these automations; empty for every automation there is and will be
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

  /** Whether it sets no limit. */
  public boolean isAll() {
    return ids.isEmpty();
  }

  /** Whether this automation is one of them. */
  public boolean includes(String automationId) {
    return ids.isEmpty() || ids.contains(automationId);
  }

  /**
   * What is left of a query.
   *
   * @param asked the automations asked for; empty for all
   * @return those of them within the scope, again empty for all; nothing at all if there are none
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
