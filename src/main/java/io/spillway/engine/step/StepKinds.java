package io.spillway.engine.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of steps that the node runs by itself; all others are jobs for workers. */
public final class StepKinds {
  private final Map<String, StepKind> byName = new LinkedHashMap<>();

  /**
   * @throws IllegalArgumentException if two have the same name
   */
  public StepKinds(List<StepKind> kinds) {
    for (StepKind kind : kinds) {
      if (byName.putIfAbsent(kind.name(), kind) != null) {
        throw new IllegalArgumentException("kind " + kind.name() + " is there twice");
      }
    }
  }

  /** The kind of this name, if the node runs it. */
  public Optional<StepKind> of(String kind) {
    return Optional.ofNullable(byName.get(kind));
  }
}
