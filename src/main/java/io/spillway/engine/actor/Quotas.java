package io.spillway.engine.actor;

/**
 * How much may be stored. Not for fairness among honest users, who never meet these limits, but
 * against one that would fill the disk.
 *
 * @param automations in the store, deleted ones left out
 * @param definitionBytes of an automation: its definition and its earlier versions
 * @param contextBytes of the executions of an automation in a day, see {@link ContextBytes}
 */
public record Quotas(int automations, long definitionBytes, long contextBytes) {
  public static final Quotas NONE = new Quotas(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
}
