package io.spillway.chaos.deployment;

import java.net.URI;
import java.nio.file.Path;

/**
 * Addresses and files of a node, the same at each start.
 *
 * @param number from 1 on
 * @param host its address
 * @param port of HTTP
 * @param clusterPort by which members find each other
 * @param data its directory
 * @param log what it prints, of all its starts
 */
public record NodeLocation(
    int number, String host, int port, int clusterPort, Path data, Path log) {
  public URI url() {
    return URI.create("http://" + host + ":" + port);
  }

  /** For the list of members. */
  String automation() {
    return host + ":" + clusterPort;
  }
}
