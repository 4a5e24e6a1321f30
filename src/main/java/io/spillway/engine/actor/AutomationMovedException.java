package io.spillway.engine.actor;

/**
 * Another node owns the automation now. Nothing of the command was done: send it there. It has no
 * stack trace, since it is no fault.
 */
public final class AutomationMovedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param automationId whose actor has left
   */
  public AutomationMovedException(String automationId) {
    super("automation " + automationId + " has moved to another node", null, false, false);
  }
}
