package io.spillway.engine.step;

import io.spillway.domain.automation.Quotes;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.WireDuration;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Waits for a time: {@code {"duration": "3600s"}}. Without a duration it does not wait. */
public final class WaitForDurationKind implements StepKind {
  private static final String DURATION = "duration";
  private static final Duration MIN = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofDays(366);
  private static final String ALLOWED =
      "seconds with up to nine decimals such as \"12.345s\", from 1s to 31622400s (366 days)";

  private final Clock clock;

  public WaitForDurationKind(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "waitForDuration";
  }

  @Override
  public void check(JsonObject configuration, String path) {
    String given = new StepFields(configuration).text(DURATION);
    if (!given.isEmpty() && !Template.isIn(given) && duration(given).isEmpty()) {
      throw new Refusal(
              Refusal.Reason.INVALID_ARGUMENT,
              path + "." + DURATION + " is " + Quotes.of(given) + ", must be " + ALLOWED)
          .asException();
    }
  }

  @Override
  public Future<StepOutcome> run(StepRun run) {
    if (new StepFields(run.step().configuration()).text(DURATION).isEmpty()) {
      return resume(run);
    }
    String given = new StepFields(run.configuration()).text(DURATION);
    // What a template made of it may be a value of the context, so the message has it not.
    return Future.succeededFuture(
        duration(given)
            .<StepOutcome>map(wait -> new StepOutcome.Waiting(clock.instant().plus(wait)))
            .orElseGet(
                () ->
                    StepOutcome.failedForGood(
                        "INVALID_DURATION", "waitForDuration.duration must be " + ALLOWED)));
  }

  @Override
  public Future<StepOutcome> resume(StepRun run) {
    return Future.succeededFuture(new StepOutcome.Completed(new byte[0]));
  }

  private static Optional<Duration> duration(String text) {
    return WireDuration.parse(text)
        .filter(wait -> wait.compareTo(MIN) >= 0 && wait.compareTo(MAX) <= 0);
  }
}
