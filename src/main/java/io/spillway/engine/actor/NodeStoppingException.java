package io.spillway.engine.actor;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;

/**
 * The node is stopping: to a caller a refusal, to a cluster a reason to try another node. Nothing
 * of the command was done, except that a resolution which was recorded is finished by the next
 * owner: in a cluster the command is sent again, to the owner of then.
 */
public final class NodeStoppingException extends RefusedException {
  private static final long serialVersionUID = 1;

  public NodeStoppingException() {
    super(new Refusal(Refusal.Reason.UNAVAILABLE, "the node is shutting down, try again shortly"));
  }
}
