package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionFact;

/** Filters executions by their facts. */
interface FactFilter {
  /** Whether every fact is accepted, so that facts need not be read. */
  boolean acceptsAll();

  boolean accepts(ExecutionFact fact);
}
