package io.spillway.engine.grid;

import java.util.List;
import java.util.Optional;

/**
 * Network address of a member and the members it joins.
 *
 * @param clusterName members join only a cluster of the same name
 * @param host the only address that this member listens at
 * @param port of the member; 0 for the first free one from {@link #FIRST_PORT}
 * @param members addresses of members to join, {@code host} or {@code host:port}
 * @param service DNS name that resolves to the addresses of the members
 * @param minSize quorum: members needed to read or change a segment; 0 or 1 for none
 * @param secret that other members must know to join; empty if whoever reaches the port may
 * @param agreed settings that all members must have alike
 */
public record GridSettings(
    String clusterName,
    String host,
    int port,
    List<String> members,
    Optional<String> service,
    int minSize,
    Optional<ClusterSecret> secret,
    AgreedSettings agreed) {
  /** First candidate when searching for a free port. */
  public static final int FIRST_PORT = 5_701;

  public GridSettings {
    members = List.copyOf(members);
  }

  /** Without settings to compare. */
  public GridSettings(
      String clusterName,
      String host,
      int port,
      List<String> members,
      Optional<String> service,
      int minSize,
      Optional<ClusterSecret> secret) {
    this(clusterName, host, port, members, service, minSize, secret, AgreedSettings.NONE);
  }

  /** A single member without others, on the loopback address. */
  public static GridSettings alone(int port) {
    return new GridSettings(
        "spillway", "127.0.0.1", port, List.of(), Optional.empty(), 0, Optional.empty());
  }

  /** Whether the member joins others. */
  boolean isShared() {
    return !members.isEmpty() || service.isPresent();
  }
}
