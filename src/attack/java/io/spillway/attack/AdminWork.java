package io.spillway.attack;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.ServerApi;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What an administrator does once a second: asks whether the node is ready, triggers an automation
 * that has tripped, reviews what is paused, and resolves exactly that.
 */
final class AdminWork implements Runnable {
  private static final int WARM_UP_ROUNDS = 30;

  private final ApiCalls calls;
  private final String automation;
  private final List<TimedCall> timed = Collections.synchronizedList(new ArrayList<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean ended;

  /**
   * @param calls of the administrator
   * @param automation has tripped, and pauses what is triggered
   */
  AdminWork(ApiCalls calls, String automation) {
    this.calls = calls;
    this.automation = automation;
  }

  private record TimedCall(String name, long nanos) {
    long millis() {
      return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
  }

  /** Rounds that are not counted: a JVM that has just started is slow. */
  void warmUp() {
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      round();
    }
    timed.clear();
  }

  @Override
  public void run() {
    while (!ended) {
      long start = System.nanoTime();
      round();
      long left = TimeUnit.SECONDS.toNanos(1) - (System.nanoTime() - start);
      try {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void round() {
    if (!ServerApi.isReady(calls.api().url())) {
      failures.add("the node says that it is not ready");
    }
    call("execute", () -> calls.execute(automation));
    ApiResponse review =
        call(
            "review",
            () ->
                calls
                    .api()
                    .post(
                        ApiCalls.pathOf(automation) + "/circuit_breaker/paused/search",
                        new JsonObject()));
    if (review.isOk()) {
      JsonObject order =
          ApiCalls.order(ApiCalls.RUN, "under attack")
              .put("reviewToken", review.json().getString("reviewToken"));
      call("resolve", () -> calls.api().post(ApiCalls.resolvePath(automation), order));
    }
    call("breaker", () -> calls.breaker(automation));
  }

  private ApiResponse call(String name, Supplier<ApiResponse> call) {
    long start = System.nanoTime();
    ApiResponse answer;
    try {
      answer = call.get();
    } catch (UncheckedIOException e) {
      answer = new ApiResponse(0, java.util.Optional.empty(), String.valueOf(e.getMessage()));
    }
    timed.add(new TimedCall(name, System.nanoTime() - start));
    if (!answer.isOk()) {
      failures.add(name + " was answered with " + answer.status() + ": " + answer.text());
    }
    return answer;
  }

  void end() {
    ended = true;
  }

  /** How it went so far. */
  AdminReport report() {
    List<TimedCall> sorted = fastestFirst();
    if (sorted.isEmpty()) {
      return new AdminReport(0, 0, "none", List.copyOf(failures));
    }
    TimedCall last = sorted.get(sorted.size() - 1);
    return new AdminReport(
        sorted.size(),
        sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1).millis(),
        last.name() + " " + last.millis() + " ms",
        List.copyOf(failures));
  }

  private List<TimedCall> fastestFirst() {
    List<TimedCall> sorted = new ArrayList<>(timed);
    sorted.sort(Comparator.comparingLong(TimedCall::nanos));
    return sorted;
  }
}
