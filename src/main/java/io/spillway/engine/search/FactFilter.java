package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionFact;

/** Which executions a search wants, by what never changes of them. */
interface FactFilter {
  /** Whether facts need not be read to tell. */
  boolean acceptsAll();

  boolean accepts(ExecutionFact fact);
}
