package io.spillway.demo;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The demo: a burst trips the breaker, the paused executions are released by one call; a second
 * burst is cancelled by one call; the system log records who did what.
 */
final class DemoScenario {
  private static final String CANCEL_REASON =
      "The second burst was a mistake of the directory sync";
  private static final String PAUSED = "PAUSED_BY_CIRCUIT_BREAKER";

  private final ApiClient api;
  private final BurstSizes sizes;
  private final SampleEvents events;
  private final CheckReport checks;
  private final Clock clock;

  DemoScenario(
      ApiClient api, BurstSizes sizes, SampleEvents events, CheckReport checks, Clock clock) {
    this.api = api;
    this.sizes = sizes;
    this.events = events;
    this.checks = checks;
    this.clock = clock;
  }

  void run() throws InterruptedException {
    checks.step("1. Signed in at " + api.url() + " with client id and secret in the form body.");
    checks.step(
        format("2. Create an automation that admits %,d executions within an hour.", sizes.max()));
    DemoAutomation automation =
        DemoAutomation.create(api, "React to directory events", sizes.max());
    checks.info("automation " + automation.id());

    checks.step(
        format("3. Fire %,d triggers, %d at a time.", sizes.count(), TriggerBurst.CONNECTIONS));
    Set<String> first = fire(automation, sizes.count());
    checks.step("4. The breaker tripped: the admitted executions run, the rest is paused.");
    checkTripped(automation, sizes.paused(), first);

    checks.step("5. Release all paused executions with one call: RUN.");
    resolve(automation, "RUN", "The burst was a planned import", sizes.paused());
    checkClosed(automation);

    checks.step(
        format("6. Fire a second burst of %,d: a new window has started.", sizes.secondCount()));
    Set<String> second = fire(automation, sizes.secondCount());
    checkTripped(automation, sizes.secondPaused(), second);

    checks.step("7. Cancel all paused executions with one call: CANCEL, with a reason.");
    resolve(automation, "CANCEL", CANCEL_REASON, sizes.secondPaused());
    checkClosed(automation);
    checks.number("cancelled", sizes.secondPaused(), automation.executionsIn("TERMINATE").size());

    checks.step("8. Repeat the call: nothing is paused, nothing is counted twice.");
    resolve(automation, "CANCEL", CANCEL_REASON, 0);

    checks.step("9. Check the totals and the system log.");
    checks.number("executions", sizes.total(), automation.executions().size());
    checkAudit(automation.auditTrail());
  }

  /** Leaves an automation with a tripped breaker, to be decided in the console. */
  void leaveTripped() throws InterruptedException {
    checks.step(
        format(
            "10. Trip another automation with %,d triggers, for you to decide.",
            sizes.secondCount()));
    DemoAutomation automation = DemoAutomation.create(api, "Offboard leavers", sizes.max());
    Set<String> fired = fire(automation, sizes.secondCount());
    checkTripped(automation, sizes.secondPaused(), fired);
    checks.info("to be decided at " + api.url() + "/automations/" + automation.id());
  }

  private Set<String> fire(DemoAutomation automation, int count) throws InterruptedException {
    Instant start = clock.instant();
    Set<String> ids = new TriggerBurst(api, automation.executePath(), events).fire(count);
    checks.info("took " + since(start));
    checks.number("distinct execution ids", count, ids.size());
    return ids;
  }

  private void checkTripped(DemoAutomation automation, int expectedPaused, Set<String> fired)
      throws InterruptedException {
    JsonObject trip =
        Optional.ofNullable(automation.read().getJsonObject("circuitBreaker"))
            .orElseGet(JsonObject::new);
    checks.number("observedCount", sizes.max() + 1L, JsonNumbers.at(trip, "observedCount"));
    checks.number("threshold", sizes.max(), JsonNumbers.at(trip, "threshold"));
    checks.info("trippedAt " + trip.getString("trippedAt"));

    JsonObject breaker = automation.breaker();
    checks.text("tripped", "true", String.valueOf(breaker.getValue("tripped")));
    checks.number("admitted", sizes.max(), JsonNumbers.at(breaker, "windowCount"));
    checks.number("paused", expectedPaused, JsonNumbers.at(breaker, "pausedCount"));

    Set<String> paused = automation.executionsIn(PAUSED);
    paused.retainAll(fired);
    checks.number("paused executions of this burst found by search", expectedPaused, paused.size());
  }

  private void resolve(DemoAutomation automation, String decision, String reason, int expected)
      throws InterruptedException {
    Instant start = clock.instant();
    JsonObject result = automation.resolve(decision, reason);
    checks.info("took " + since(start));
    checks.number("pausedCount", expected, JsonNumbers.at(result, "pausedCount"));
    checks.number("erroredCount", 0, JsonNumbers.at(result, "erroredCount"));
  }

  private void checkClosed(DemoAutomation automation) throws InterruptedException {
    JsonObject breaker = automation.breaker();
    checks.text("tripped", "false", String.valueOf(breaker.getValue("tripped", false)));
    checks.number("admitted in the new window", 0, JsonNumbers.at(breaker, "windowCount"));
    checks.number("paused", 0, JsonNumbers.at(breaker, "pausedCount"));
    checks.number("paused executions found by search", 0, automation.executionsIn(PAUSED).size());
    checks.text(
        "circuitBreaker present",
        "false",
        String.valueOf(automation.read().getValue("circuitBreaker") != null));
  }

  private void checkAudit(AuditTrail trail) {
    trail.lines().forEach(checks::info);
    checks.number("breaker_tripped events", 2, trail.count("breaker_tripped"));
    checks.number("paused_run events", 1, trail.count("paused_run"));
    checks.number("paused_run pausedCount", sizes.paused(), trail.sum("paused_run", "pausedCount"));
    checks.number("paused_cancelled events, one per call", 2, trail.count("paused_cancelled"));
    checks.number(
        "paused_cancelled pausedCount",
        sizes.secondPaused(),
        trail.sum("paused_cancelled", "pausedCount"));
    checks.text("paused_cancelled reason", CANCEL_REASON, trail.reason("paused_cancelled"));
    checks.number(
        "erroredCount of all resolutions",
        0,
        trail.sum("paused_run", "erroredCount") + trail.sum("paused_cancelled", "erroredCount"));
  }

  private String since(Instant start) {
    return format("%.3f s", Duration.between(start, clock.instant()).toMillis() / 1_000.0);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
