package io.spillway.store;

/** With whom a node shares its database. Nodes of different kinds refuse each other. */
public enum Sharing {
  /** With nobody: the node is a member of no cluster. */
  EXCLUSIVE(
      "another node uses this database: stop it, make this node a member of its cluster, or give"
          + " this node a database of its own"),

  /** With the members of its cluster. */
  SHARED(
      "another node uses this database for itself: stop it, make it a member of this cluster, or"
          + " give the cluster a database of its own");

  private final String refusal;

  Sharing(String refusal) {
    this.refusal = refusal;
  }

  /** What a node that may not use the database is told: what is in its way, and what to do. */
  public String refusal() {
    return refusal;
  }
}
