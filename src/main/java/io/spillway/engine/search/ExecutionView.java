package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionStatus;

/**
 * An execution as a reader sees it.
 *
 * @param automationId whose it is
 * @param status what changes
 * @param fact what never changes
 */
public record ExecutionView(String automationId, ExecutionStatus status, ExecutionFact fact) {}
