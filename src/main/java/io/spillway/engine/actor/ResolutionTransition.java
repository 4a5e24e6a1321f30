package io.spillway.engine.actor;

import java.util.ArrayList;
import java.util.List;

/**
 * What an event makes of a {@link ResolutionState}.
 *
 * @param next the state afterwards
 * @param effects to carry out, in order
 */
record ResolutionTransition(ResolutionState next, List<ResolutionEffect> effects) {
  ResolutionTransition {
    effects = List.copyOf(effects);
  }

  static ResolutionTransition to(ResolutionState next, ResolutionEffect... effects) {
    return new ResolutionTransition(next, List.of(effects));
  }

  /** The same transition, with another effect before its own. */
  ResolutionTransition after(ResolutionEffect first) {
    List<ResolutionEffect> all = new ArrayList<>();
    all.add(first);
    all.addAll(effects);
    return new ResolutionTransition(next, all);
  }
}
