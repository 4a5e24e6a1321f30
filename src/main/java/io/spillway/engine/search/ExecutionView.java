package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionStatus;

/**
 * An execution as found by a search.
 *
 * @param automationId its automation
 * @param status the mutable part
 * @param fact the immutable part
 */
public record ExecutionView(String automationId, ExecutionStatus status, ExecutionFact fact) {}
