package io.spillway.engine.actor;

/**
 * The node is stopping. Nothing of the command was done, except that a resolution which was
 * recorded is finished by the next owner: in a cluster the command is sent again, to the owner of
 * then. It has no stack trace, since it is no fault.
 */
public final class NodeStoppingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NodeStoppingException() {
    super("the node is shutting down, try again shortly", null, false, false);
  }
}
