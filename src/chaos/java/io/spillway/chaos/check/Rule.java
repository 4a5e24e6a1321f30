package io.spillway.chaos.check;

import io.spillway.chaos.evidence.Evidence;
import java.util.List;

/** Looks for one kind of violation. Stateless. */
interface Rule {
  /** Every violation there is, in no particular order. */
  List<Violation> check(Evidence evidence);
}
