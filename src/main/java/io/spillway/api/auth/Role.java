package io.spillway.api.auth;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * What a client may do, from the lowest role to the highest. An operator may do what a worker and a
 * viewer may, an admin everything; neither of worker and viewer includes the other.
 */
public enum Role {
  /** Takes jobs and reports about them. */
  WORKER,
  /** Reads. */
  VIEWER,
  /** Also executes automations and terminates executions. */
  OPERATOR,
  /** Everything. */
  ADMIN;

  /** Whether this role permits what requires {@code required}. */
  public boolean includes(Role required) {
    return this == required || (compareTo(OPERATOR) >= 0 && compareTo(required) >= 0);
  }

  /** The name on the wire and in the store, such as {@code admin}. */
  public String wireName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The role of this name, if there is one. */
  public static Optional<Role> named(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(wireName)).findFirst();
  }

  /** The highest of these roles; unknown names are ignored. */
  public static Optional<Role> highestOf(Collection<String> wireNames) {
    return Arrays.stream(values())
        .filter(role -> wireNames.contains(role.wireName()))
        .max(Comparator.naturalOrder());
  }
}
