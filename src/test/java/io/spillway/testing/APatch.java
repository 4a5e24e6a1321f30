package io.spillway.testing;

import io.spillway.domain.automation.AutomationPatch;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerPeriod;
import java.util.Map;
import java.util.Optional;

/** Builds changes of automations; what is not said, or said as empty, is left alone. */
public final class APatch {
  private Optional<String> description = Optional.empty();
  private Optional<Boolean> enabled = Optional.empty();
  private Optional<Boolean> draft = Optional.empty();
  private Optional<String> steps = Optional.empty();
  private Optional<String> draftSteps = Optional.empty();
  private Optional<String> triggers = Optional.empty();
  private Optional<String> draftTriggers = Optional.empty();
  private Optional<String> context = Optional.empty();
  private Optional<Map<String, String>> annotations = Optional.empty();
  private Optional<Long> max = Optional.empty();
  private Optional<BreakerPeriod> period = Optional.empty();

  private Optional<RunnerSettings.Change> runner = Optional.empty();

  private APatch() {}

  /** A change of nothing, yet. */
  public static APatch of() {
    return new APatch();
  }

  public APatch description(String value) {
    description = Optional.of(value);
    return this;
  }

  public APatch enabled(Optional<Boolean> value) {
    enabled = value;
    return this;
  }

  public APatch draft(Optional<Boolean> value) {
    draft = value;
    return this;
  }

  /** Of the published and of the draft steps, each a JSON array. */
  public APatch steps(Optional<String> published, Optional<String> drafted) {
    steps = published;
    draftSteps = drafted;
    return this;
  }

  /** Of the published and of the draft triggers, each a JSON array. */
  public APatch triggers(Optional<String> published, Optional<String> drafted) {
    triggers = published;
    draftTriggers = drafted;
    return this;
  }

  /** The default context, a JSON object. */
  public APatch context(String value) {
    context = Optional.of(value);
    return this;
  }

  public APatch annotations(Optional<Map<String, String>> value) {
    annotations = value;
    return this;
  }

  public APatch breaker(Optional<Long> newMax, Optional<BreakerPeriod> newPeriod) {
    max = newMax;
    period = newPeriod;
    return this;
  }

  public APatch runner(RunnerSettings.Change change) {
    runner = Optional.of(change);
    return this;
  }

  public AutomationPatch build() {
    return new AutomationPatch(
        Optional.empty(),
        description,
        Optional.empty(),
        enabled,
        draft,
        steps,
        draftSteps,
        triggers,
        draftTriggers,
        context,
        annotations,
        max,
        period,
        runner);
  }
}
