package io.spillway.grid;

import io.spillway.execution.ExecutionFact;
import io.spillway.execution.ExecutionStatus;

/**
 * An execution as a reader sees it.
 *
 * @param automationId whose it is
 * @param status what changes
 * @param fact what never changes
 */
public record ExecutionView(String automationId, ExecutionStatus status, ExecutionFact fact) {}
