package io.spillway.chaos.deployment;

import java.util.List;

/** What nodes and database are connected by. */
public sealed interface Network extends AutoCloseable permits Loopback, Namespaces {
  /** The address of a node. */
  String hostOf(int node);

  /** The address of the database and of the clients. */
  String center();

  /** What comes before a command to run it where a node is. */
  List<String> prefix(int node);

  /** Whether connections can be cut. */
  default boolean canCut() {
    return this instanceof Namespaces;
  }

  /** Lets all connections be again. */
  void heal();

  @Override
  void close();
}
