package io.spillway.chaos;

import io.spillway.chaos.deployment.Deployment;
import io.spillway.chaos.fault.FaultKind;
import io.spillway.harness.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The faults that are possible on this machine.
 *
 * @param faults to be inflicted
 * @param leftOut a line for each that is not, and why
 */
record FaultSelection(List<FaultKind> faults, List<String> leftOut) {
  /**
   * Of those asked for.
   *
   * @throws Options.BadOptionException if one was asked for by name that is not possible
   */
  static FaultSelection of(ChaosOptions options) {
    boolean all = options.faults().isEmpty();
    List<FaultKind> wanted = all ? List.of(FaultKind.values()) : options.faults();
    boolean network =
        wanted.stream().anyMatch(FaultKind::needsNetwork) && Deployment.canCutNetwork();
    boolean clocks = Deployment.hasClocks();
    List<FaultKind> selection = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (FaultKind kind : wanted) {
      Optional<String> unmetRequirement = kind.unmetRequirement(options.nodes(), network, clocks);
      if (unmetRequirement.isEmpty()) {
        selection.add(kind);
      } else if (all) {
        leftOut.add("left out: " + kind.shortName() + ", " + unmetRequirement.get());
      } else {
        throw new Options.BadOptionException(
            "--faults has "
                + kind.shortName()
                + ", which is not possible here: "
                + unmetRequirement.get());
      }
    }
    return new FaultSelection(selection, leftOut);
  }

  /** Whether the network is to be one that can be cut. */
  boolean needsNetwork() {
    return faults.stream().anyMatch(FaultKind::needsNetwork);
  }
}
