package io.spillway.engine.grid;

import java.util.List;
import java.util.Optional;

/**
 * Where a member is and whom it joins.
 *
 * @param clusterName only members of the same name join each other
 * @param host address that the others reach this member at; it listens nowhere else
 * @param port of the member; 0 for the first free one from {@link #FIRST_PORT}
 * @param members addresses of members to join, {@code host} or {@code host:port}
 * @param service DNS name whose addresses are those of the members
 * @param minSize members that must see each other before a segment is read or changed; 0 or 1 for
 *     no such limit
 */
public record GridSettings(
    String clusterName,
    String host,
    int port,
    List<String> members,
    Optional<String> service,
    int minSize) {
  /** Where the search for a free port begins. */
  public static final int FIRST_PORT = 5_701;

  public GridSettings {
    members = List.copyOf(members);
  }

  /** The one member of a grid that nobody joins, on the loopback address. */
  public static GridSettings alone(int port) {
    return new GridSettings("spillway", "127.0.0.1", port, List.of(), Optional.empty(), 0);
  }

  /** Whether other members are looked for. */
  boolean isShared() {
    return !members.isEmpty() || service.isPresent();
  }
}
