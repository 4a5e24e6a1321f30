package io.spillway.chaos.check;

import io.spillway.chaos.history.RunHistory;
import java.util.List;

/** Checks one invariant. Stateless. */
interface Rule {
  /** Every violation there is, in no particular order. */
  List<Violation> check(RunHistory history);
}
