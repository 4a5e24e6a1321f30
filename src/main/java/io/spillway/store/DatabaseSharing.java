package io.spillway.store;

/** Which nodes may use a database together. Nodes of different kinds refuse each other. */
public enum DatabaseSharing {
  /** One node, which is a member of no cluster. */
  EXCLUSIVE(
      "another node uses this database: stop it, make this node a member of its cluster, or give"
          + " this node a database of its own"),

  /** The members of one cluster. */
  SHARED(
      "another node uses this database exclusively: stop it, make it a member of this cluster, or"
          + " give the cluster a database of its own");

  private final String refusal;

  DatabaseSharing(String refusal) {
    this.refusal = refusal;
  }

  /** The error message for a node that may not use the database. */
  public String refusal() {
    return refusal;
  }
}
