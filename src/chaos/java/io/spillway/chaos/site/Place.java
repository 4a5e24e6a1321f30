package io.spillway.chaos.site;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where a node is to run, the same at each of its starts.
 *
 * @param number from 1 on
 * @param host its address
 * @param port of HTTP
 * @param clusterPort by which members find each other
 * @param data its directory
 * @param log what it prints, of all its starts
 */
public record Place(int number, String host, int port, int clusterPort, Path data, Path log) {
  public URI url() {
    return URI.create("http://" + host + ":" + port);
  }

  /** For the list of members. */
  String member() {
    return host + ":" + clusterPort;
  }
}
