package io.spillway.store.sql;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.domain.breaker.BreakerState;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds automations, with defaults for everything not set. */
final class AnAutomation {
  private final String id;
  private String displayName = "Revoke access";
  private String description = "Runs when somebody leaves";
  private String appId = "";
  private String steps = "[]";
  private int version = 1;
  private boolean draft;
  private Instant createdAt = StoreSamples.START;
  private Optional<Instant> deletedAt = Optional.empty();
  private BreakerState breaker = BreakerState.initial(StoreSamples.START);
  private Optional<Instant> lastExecutedAt = Optional.empty();
  private long revision = 1;
  private long epoch = 1;

  private AnAutomation(String id) {
    this.id = id;
  }

  static AnAutomation of(String id) {
    return new AnAutomation(id);
  }

  AnAutomation named(String name) {
    displayName = name;
    return this;
  }

  AnAutomation described(String text) {
    description = text;
    return this;
  }

  AnAutomation inApp(String app) {
    appId = app;
    return this;
  }

  AnAutomation version(int number, String publishedSteps) {
    version = number;
    steps = publishedSteps;
    return this;
  }

  /** It was never published. */
  AnAutomation draft() {
    draft = true;
    version = 0;
    return this;
  }

  AnAutomation createdAt(Instant at) {
    createdAt = at;
    return this;
  }

  AnAutomation deletedAt(Instant at) {
    deletedAt = Optional.of(at);
    return this;
  }

  AnAutomation breaker(BreakerState state) {
    breaker = state;
    return this;
  }

  AnAutomation lastExecutedAt(Instant at) {
    lastExecutedAt = Optional.of(at);
    return this;
  }

  AnAutomation revision(long number) {
    revision = number;
    return this;
  }

  AnAutomation epoch(long number) {
    epoch = number;
    return this;
  }

  AutomationRecord record() {
    Automation automation =
        new Automation(
            id,
            new Automation.Profile(displayName, description, appId),
            true,
            draft,
            new Automation.Document(
                steps,
                "[{\"draft\":true}]",
                "[{\"manual\":{}}]",
                "[{\"draft\":{}}]",
                "{\"user\":\"Zoë\"}"),
            Map.of("team", "it", "cost\"centre", "4711"),
            new BreakerLimit(BreakerLimit.MAX_LIMIT, BreakerPeriod.DAY),
            new RunnerSettings(RunnerSettings.Mode.BUILT_IN, 10, 100_000),
            version,
            createdAt,
            deletedAt);
    return new AutomationRecord(automation, breaker, lastExecutedAt, revision, epoch);
  }

  /** A commit that writes the definition. */
  AutomationCommit defined() {
    return AutomationCommit.redefining(record(), Optional.empty(), List.of());
  }
}
