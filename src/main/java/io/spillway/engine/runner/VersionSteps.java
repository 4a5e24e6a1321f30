package io.spillway.engine.runner;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.engine.step.Step;
import io.spillway.engine.step.StepDefinitions;
import io.spillway.store.AutomationStore;
import java.util.List;
import java.util.Optional;

/** The steps of published versions, which never change. Thread-safe. */
public final class VersionSteps {
  private static final long MAX_CHARACTERS = 8L << 20;
  private static final int OVERHEAD = 1_000;

  private final AutomationStore store;
  private final Cache<Key, Version> cache =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CHARACTERS)
          .weigher((Key key, Version version) -> version.length() + OVERHEAD)
          .build();

  private record Key(String automationId, int version) {}

  private record Version(List<Step> steps, int length) {}

  public VersionSteps(AutomationStore store) {
    this.store = store;
  }

  /** The steps of a version, in order; empty if there is no such version. Blocks. */
  public Optional<List<Step>> of(String automationId, int version) {
    return Optional.ofNullable(cache.get(new Key(automationId, version), this::read))
        .map(Version::steps);
  }

  @SuppressWarnings("NullAway") // Null is not cached.
  private Version read(Key key) {
    return store.versions(key.automationId(), key.version() + 1, 1).stream()
        .filter(version -> version.number() == key.version())
        .map(version -> version.document().steps())
        .map(steps -> new Version(StepDefinitions.parse(steps), steps.length()))
        .findFirst()
        .orElse(null);
  }
}
