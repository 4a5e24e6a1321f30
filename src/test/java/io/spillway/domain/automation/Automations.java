package io.spillway.domain.automation;

import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Automations to start a test from. */
final class Automations {
  static final Instant CREATED = Instant.parse("2026-02-03T04:05:06Z");

  static final Automation ENABLED =
      new Automation(
          "au1",
          new Automation.Profile("Name", "Description", "app1"),
          true,
          false,
          new Automation.Document(
              "[{\"s\":1}]", "[{\"s\":2}]", "[{\"t\":1}]", "[{\"t\":2}]", "{\"c\":1}"),
          Map.of("team", "red"),
          new BreakerLimit(5, BreakerPeriod.HOUR),
          RunnerSettings.EXTERNAL,
          3,
          CREATED,
          Optional.empty());

  private Automations() {}

  static Automation with(boolean enabled, boolean draft, Optional<Instant> deletedAt) {
    return new Automation(
        "au1",
        ENABLED.profile(),
        enabled,
        draft,
        ENABLED.document(),
        Map.of(),
        BreakerLimit.OFF,
        RunnerSettings.EXTERNAL,
        1,
        CREATED,
        deletedAt);
  }

  static Automation draft(int version) {
    return new Automation(
        "au1",
        ENABLED.profile(),
        true,
        true,
        ENABLED.document(),
        Map.of(),
        BreakerLimit.OFF,
        RunnerSettings.EXTERNAL,
        version,
        CREATED,
        Optional.empty());
  }
}
