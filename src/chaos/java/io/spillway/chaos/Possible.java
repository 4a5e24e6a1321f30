package io.spillway.chaos;

import io.spillway.chaos.fault.FaultKind;
import io.spillway.chaos.site.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which faults this machine can have.
 *
 * @param faults to be inflicted
 * @param leftOut a line for each that is not, and why
 */
record Possible(List<FaultKind> faults, List<String> leftOut) {
  /**
   * Of those asked for.
   *
   * @throws ChaosOptions.BadOptionException if one was asked for by name that is not possible
   */
  static Possible of(ChaosOptions options) {
    boolean all = options.faults().isEmpty();
    List<FaultKind> wanted = all ? List.of(FaultKind.values()) : options.faults();
    boolean network = wanted.stream().anyMatch(FaultKind::needsNetwork) && Site.canCutNetwork();
    boolean clocks = Site.hasClocks();
    List<FaultKind> possible = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (FaultKind kind : wanted) {
      Optional<String> obstacle = kind.obstacle(options.nodes(), network, clocks);
      if (obstacle.isEmpty()) {
        possible.add(kind);
      } else if (all) {
        leftOut.add("left out: " + kind.shortName() + ", " + obstacle.get());
      } else {
        throw new ChaosOptions.BadOptionException(
            "--faults has " + kind.shortName() + ", which is not possible here: " + obstacle.get());
      }
    }
    return new Possible(possible, leftOut);
  }

  /** Whether the network is to be one that can be cut. */
  boolean cutsNetwork() {
    return faults.stream().anyMatch(FaultKind::needsNetwork);
  }
}
