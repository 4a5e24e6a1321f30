package io.spillway.grid;

import io.spillway.execution.ExecutionFact;

/** Which executions a search wants, by what never changes of them. */
interface FactFilter {
  /** Whether facts need not be read to tell. */
  boolean acceptsAll();

  boolean accepts(ExecutionFact fact);
}
