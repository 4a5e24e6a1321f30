package io.spillway.demo;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the demo shows: a burst trips the breaker and is held, all of it is released by one call, a
 * second burst is held and cancelled by one call, and the system log tells who did what.
 */
final class Story {
  private static final String CANCEL_REASON =
      "The second burst was a mistake of the directory sync";
  private static final String PAUSED = "PAUSED_BY_CIRCUIT_BREAKER";

  private final Api api;
  private final Waves waves;
  private final Events events;
  private final Checks checks;
  private final Clock clock;

  Story(Api api, Waves waves, Events events, Checks checks, Clock clock) {
    this.api = api;
    this.waves = waves;
    this.events = events;
    this.checks = checks;
    this.clock = clock;
  }

  void tell() throws InterruptedException {
    checks.step("1. Signed in at " + api.url() + " with client id and secret in the form body.");
    checks.step(
        format("2. Create an automation that admits %,d executions within an hour.", waves.max()));
    DemoAutomation automation =
        DemoAutomation.create(api, "React to directory events", waves.max());
    checks.tell("automation " + automation.id());

    checks.step(format("3. Fire %,d triggers, %d at a time.", waves.count(), Burst.CONNECTIONS));
    Set<String> first = fire(automation, waves.count());
    checks.step("4. The breaker tripped: what it admitted runs, the rest is held.");
    checkTripped(automation, waves.held(), first);

    checks.step("5. Release everything held with one call: RUN.");
    resolve(automation, "RUN", "The burst was a planned import", waves.held());
    checkClosed(automation);

    checks.step(
        format("6. Fire a second wave of %,d: the window began anew.", waves.secondCount()));
    Set<String> second = fire(automation, waves.secondCount());
    checkTripped(automation, waves.secondHeld(), second);

    checks.step("7. Cancel everything held with one call: CANCEL, with a reason.");
    resolve(automation, "CANCEL", CANCEL_REASON, waves.secondHeld());
    checkClosed(automation);
    checks.number("cancelled", waves.secondHeld(), automation.executionsIn("TERMINATE").size());

    checks.step("8. Repeat the call: nothing is left, nothing is counted twice.");
    resolve(automation, "CANCEL", CANCEL_REASON, 0);

    checks.step("9. The whole account.");
    checks.number("executions", waves.total(), automation.executions().size());
    checkAudit(automation.auditTrail());
  }

  /** Leaves an automation with a tripped breaker for whoever looks at the console. */
  void leaveOneTripped() throws InterruptedException {
    checks.step(
        format("10. Trip another automation with %,d triggers, for you.", waves.secondCount()));
    DemoAutomation automation = DemoAutomation.create(api, "Offboard leavers", waves.max());
    Set<String> fired = fire(automation, waves.secondCount());
    checkTripped(automation, waves.secondHeld(), fired);
    checks.tell("to be decided at " + api.url() + "/automations/" + automation.id());
  }

  private Set<String> fire(DemoAutomation automation, int count) throws InterruptedException {
    Instant start = clock.instant();
    Set<String> ids = new Burst(api, automation.executePath(), events).fire(count);
    checks.tell("took " + since(start));
    checks.number("different execution ids answered", count, ids.size());
    return ids;
  }

  private void checkTripped(DemoAutomation automation, int held, Set<String> fired)
      throws InterruptedException {
    JsonObject trip =
        Optional.ofNullable(automation.read().getJsonObject("circuitBreaker"))
            .orElseGet(JsonObject::new);
    checks.number("observedCount", waves.max() + 1L, Numbers.at(trip, "observedCount"));
    checks.number("threshold", waves.max(), Numbers.at(trip, "threshold"));
    checks.tell("trippedAt " + trip.getString("trippedAt"));

    JsonObject breaker = automation.breaker();
    checks.text("tripped", "true", String.valueOf(breaker.getValue("tripped")));
    checks.number("admitted", waves.max(), Numbers.at(breaker, "windowCount"));
    checks.number("held", held, Numbers.at(breaker, "pausedCount"));

    Set<String> paused = automation.executionsIn(PAUSED);
    paused.retainAll(fired);
    checks.number("of this wave found paused by search", held, paused.size());
  }

  private void resolve(DemoAutomation automation, String decision, String reason, int expected)
      throws InterruptedException {
    Instant start = clock.instant();
    JsonObject outcome = automation.resolve(decision, reason);
    checks.tell("took " + since(start));
    checks.number("pausedCount", expected, Numbers.at(outcome, "pausedCount"));
    checks.number("erroredCount", 0, Numbers.at(outcome, "erroredCount"));
  }

  private void checkClosed(DemoAutomation automation) throws InterruptedException {
    JsonObject breaker = automation.breaker();
    checks.text("tripped", "false", String.valueOf(breaker.getValue("tripped", false)));
    checks.number("admitted in the new window", 0, Numbers.at(breaker, "windowCount"));
    checks.number("held", 0, Numbers.at(breaker, "pausedCount"));
    checks.number("found paused by search", 0, automation.executionsIn(PAUSED).size());
    checks.text(
        "circuitBreaker present",
        "false",
        String.valueOf(automation.read().getValue("circuitBreaker") != null));
  }

  private void checkAudit(AuditTrail trail) {
    trail.lines().forEach(checks::tell);
    checks.number("breaker_tripped events", 2, trail.count("breaker_tripped"));
    checks.number("paused_run events", 1, trail.count("paused_run"));
    checks.number("paused_run pausedCount", waves.held(), trail.sum("paused_run", "pausedCount"));
    checks.number("paused_cancelled events, one a call", 2, trail.count("paused_cancelled"));
    checks.number(
        "paused_cancelled pausedCount",
        waves.secondHeld(),
        trail.sum("paused_cancelled", "pausedCount"));
    checks.text("paused_cancelled reason", CANCEL_REASON, trail.reason("paused_cancelled"));
    checks.number(
        "errors on all of them",
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
