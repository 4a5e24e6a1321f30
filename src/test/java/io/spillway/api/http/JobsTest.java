package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.job.JobDepth;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.job.StepReport;
import io.spillway.engine.worker.JobReport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobsTest {
  private static final String ACTIVATE = "/api/v1/jobs/activate";
  private static final String REPORT = "/api/v1/jobs/report";

  @RegisterExtension static final ApiServer server = new ApiServer();

  private final LeaseTokens tokens = new LeaseTokens(new byte[32]);
  private final String lease = tokens.issue(new JobReport.Lease("a1", 4_096, 1, 7));

  private static JsonObject poll(String wait) {
    return new JsonObject()
        .put("types", new JsonArray().add("t"))
        .put("worker", "w-1")
        .put("maxJobs", 5)
        .put("lease", "90s")
        .put("wait", wait);
  }

  private static HttpResponse<String> as(String caller, String path, JsonObject body) {
    return server.send(
        server.request("POST", path, body.encode()).header("Authorization", "Bearer " + caller));
  }

  private static void ready(int count) {
    server.jobIndex.update("a1", Map.of("t", new JobDepth(count, 0, 1_000)));
  }

  /** Leases one job, once. */
  private static void leasesOnce() {
    server.router.leasing =
        (id, command) -> {
          server.jobIndex.remove(id);
          return new LeasedSteps(List.of(ApiSamples.leased(7)));
        };
  }

  @Test
  void aWorkerGetsWhatItNeedsToRunAJob() {
    ready(1);
    leasesOnce();

    HttpResponse<String> response = as("worker", ACTIVATE, poll("0s"));

    JsonObject job = ApiServer.json(response).getJsonArray("jobs").getJsonObject(0);
    assertThat(tokens.read(job.getString("lease")))
        .isEqualTo(new JobReport.Lease("a1", 4_096, 1, 7));
    assertThat(job.remove("lease")).isNotNull();
    assertThat(job)
        .isEqualTo(
            new JsonObject()
                .put("type", "t")
                .put("automationId", "a1")
                .put("automationVersion", 3)
                .put("executionId", "4096")
                .put("stepName", "open")
                .put("step", 1)
                .put("input", new JsonObject().put("title", "Ü"))
                .put("context", new JsonObject().put("trigger", new JsonObject()))
                .put("attempt", 1)
                .put("maxAttempts", 12)
                .put("deadline", "2026-01-31T12:00:00.000Z")
                .put("idempotencyKey", "spw-4096-1"));
    assertThat(server.router.latest(AutomationCommand.LeaseSteps.class))
        .isEqualTo(new AutomationCommand.LeaseSteps(Set.of("t"), "w-1", 5, Duration.ofSeconds(90)));
  }

  @Test
  void withoutJobsTheAnswerIsEmpty() {
    assertThat(as("worker", ACTIVATE, poll("0s")).body()).isEqualTo("{\"jobs\":[]}");
  }

  @Test
  void aPollWaitsForAJobAndTakesNoRoomMeanwhile() {
    try (ApiServer small = new ApiServer(1)) {
      small.router.leasing =
          (id, command) -> {
            small.jobIndex.remove(id);
            return new LeasedSteps(List.of(ApiSamples.leased(7)));
          };
      var polls =
          List.of(1, 2).stream()
              .map(
                  number ->
                      small
                          .client()
                          .sendAsync(
                              small
                                  .request("POST", ACTIVATE, poll("20s").encode())
                                  .header("Authorization", "Bearer worker")
                                  .build(),
                              HttpResponse.BodyHandlers.ofString()))
              .toList();
      await().until(() -> small.jobs.parkedCount() == 2);

      assertThat(small.get("/api/v1/automations/a1").statusCode()).isEqualTo(200);

      small.jobIndex.update("a1", Map.of("t", new JobDepth(1, 0, 1_000)));
      await().until(() -> small.jobs.parkedCount() == 1);
      assertThat(small.gate.drain()).satisfies(drained -> drained.await());
      assertThat(polls.stream().map(poll -> poll.join().body().length()).sorted())
          .element(0)
          .isEqualTo("{\"jobs\":[]}".length());
      assertThat(polls).anyMatch(poll -> poll.join().body().contains("spw-4096-1"));
    }
  }

  @Test
  void aCallerThatHungUpIsGivenNothing() {
    Promise<Void> slow = Promise.promise();
    ready(1);
    leasesOnce();
    server.router.before =
        (id, command) ->
            command instanceof AutomationCommand.LeaseSteps
                ? slow.future()
                : Future.succeededFuture();
    var client = server.vertx.createHttpClient();
    var connection =
        client
            .request(HttpMethod.POST, server.port(), "127.0.0.1", ACTIVATE)
            .compose(
                request -> {
                  request.putHeader("Authorization", "Bearer worker");
                  request.putHeader("Content-Type", "application/json");
                  return request.send(poll("20s").toBuffer());
                });
    await().until(() -> !server.router.commands.isEmpty());

    client.close().await();
    await().until(() -> server.gate.inFlight() == 0);
    slow.complete();

    await()
        .untilAsserted(
            () ->
                assertThat(server.router.commands)
                    .contains(
                        new AutomationCommand.ReportStep(
                            4_096, 1, 7, "w-1", new StepReport.Release())));
    assertThat(connection.failed()).isTrue();
  }

  @Test
  void aParkedCallerThatHungUpWaitsNoLonger() {
    var client = server.vertx.createHttpClient();
    var unused =
        client
            .request(HttpMethod.POST, server.port(), "127.0.0.1", ACTIVATE)
            .compose(
                request -> {
                  request.putHeader("Authorization", "Bearer worker");
                  request.putHeader("Content-Type", "application/json");
                  return request.send(poll("50s").toBuffer());
                });
    await().until(() -> server.jobs.parkedCount() == 1);

    client.close().await();

    await().until(() -> server.jobs.parkedCount() == 0);
  }

  @Test
  void theSameRequestIdGetsTheSameJobsAgain() {
    ready(1);
    leasesOnce();
    JsonObject asked = poll("0s").put("requestId", "r-1");

    String first = as("worker", ACTIVATE, asked).body();

    assertThat(first).contains("spw-4096-1");
    assertThat(as("worker", ACTIVATE, asked).body()).isEqualTo(first);
    assertThat(as("operator", ACTIVATE, asked).body()).isEqualTo("{\"jobs\":[]}");
    assertThat(as("worker", ACTIVATE, asked.copy().put("maxJobs", 6)).statusCode()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "types     | []       | types is empty, must have 1 to 100",
        "types     | [\"\"]   | types has one that has 0 characters, must have 1 to 200",
        "worker    | \"\"     | worker has 0 characters, must have 1 to 128",
        "maxJobs   | 0        | maxJobs is 0, must be an integer from 1 to 256",
        "maxJobs   | 257      | maxJobs is 257",
        "maxJobs   | null     | maxJobs is missing",
        "lease     | \"4s\"   | lease is \"4s\", must be from 5s to 24h",
        "lease     | \"25h\"  | lease is \"25h\"",
        "lease     | \"60\"   | lease is \"60\"",
        "lease     | null     | lease is missing",
        "wait      | \"56s\"  | wait is \"56s\", must be from 0s to 55s",
        "wait      | \"-1s\"  | wait is \"-1s\"",
        "maxjobs   | 1        | did you mean maxJobs"
      })
  void aPollThatIsNotAsItMustBeIsRefused(String field, String value, String message) {
    JsonObject body = new JsonObject(poll("0s").encode().replaceFirst("}$", ",\"x\":0}"));
    body.remove("x");
    body.put(field, new JsonArray("[" + value + "]").getValue(0));

    HttpResponse<String> response = as("worker", ACTIVATE, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ApiServer.json(response).getString("message")).contains(message);
  }

  @Test
  void typesAndRequestIdsThatAreTooLongAreRefused() {
    assertThat(
            as("worker", ACTIVATE, poll("0s").put("types", new JsonArray().add("t".repeat(201))))
                .body())
        .contains("has 201 characters, must have 1 to 200");
    assertThat(as("worker", ACTIVATE, poll("0s").put("requestId", "r".repeat(129))).body())
        .contains("requestId has 129 characters, must have 1 to 128");
    assertThat(as("worker", ACTIVATE, poll("0s").put("worker", "w".repeat(129))).body())
        .contains("worker has 129 characters");
  }

  @Test
  void eachReportOfABatchIsTakenByItself() {
    server.router.reporting =
        command ->
            command.report() instanceof StepReport.Extend
                ? new ReportedStep(ReportedStep.Outcome.ACCEPTED, 1_000, "")
                : command.report() instanceof StepReport.Fail
                    ? ReportedStep.refused(ReportedStep.Outcome.STALE, "it was handed out again")
                    : ReportedStep.ACCEPTED;
    String other = tokens.issue(new JobReport.Lease("a9", 5, 0, 1));

    HttpResponse<String> response =
        as(
            "worker:a1",
            REPORT,
            new JsonObject()
                .put("worker", "w-1")
                .put(
                    "reports",
                    new JsonArray(
                        """
                        [{"lease": "L", "complete": {"output": {"n": 1.50}}},
                         {"lease": "L", "fail": {"code": "BAD", "message": "m",
                                                 "retryAfter": "2m", "final": true}},
                         {"lease": "L", "extend": {"lease": "60s"}},
                         {"lease": "L", "release": {}},
                         {"lease": "forged", "release": {}},
                         {"lease": "L", "completed": {}},
                         {"lease": "L"},
                         {"lease": "L", "release": {}, "complete": {}},
                         {"lease": "L", "extend": {"lease": "1s"}},
                         {"lease": "O", "release": {}}]
                        """
                            .replace("\"L\"", "\"" + lease + "\"")
                            .replace("\"O\"", "\"" + other + "\""))));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonArray results = ApiServer.json(response).getJsonArray("results");
    assertThat(results.stream().map(result -> ((JsonObject) result).getString("outcome")))
        .containsExactly(
            "ACCEPTED",
            "STALE",
            "ACCEPTED",
            "ACCEPTED",
            "INVALID",
            "INVALID",
            "INVALID",
            "INVALID",
            "INVALID",
            "INVALID");
    assertThat(results.getJsonObject(2).getString("deadline"))
        .isEqualTo("1970-01-01T00:00:01.000Z");
    assertThat(results.getJsonObject(4).getString("message")).contains("lease is \"forged\"");
    assertThat(results.getJsonObject(5).getString("message")).contains("\"completed\"");
    assertThat(server.router.commands).hasSize(4);
    AutomationCommand.ReportStep complete =
        (AutomationCommand.ReportStep) server.router.commands.get(0);
    assertThat(
            new String(((StepReport.Complete) complete.report()).output(), StandardCharsets.UTF_8))
        .matches("\\{\"n\":1\\.50?\\}");
    assertThat(complete.run()).isEqualTo(7);
    StepReport.Fail fail =
        (StepReport.Fail) ((AutomationCommand.ReportStep) server.router.commands.get(1)).report();
    assertThat(fail.retryAfter()).contains(Duration.ofMinutes(2));
    assertThat(fail.isFinal()).isTrue();
    assertThat(fail.error().code()).isEqualTo("BAD");
  }

  @Test
  void anOutputIsTakenUpTo256KiB() {
    server.router.commands.clear();
    String fits = "x".repeat((256 << 10) - 2);

    assertThat(complete(fits)).contains("ACCEPTED");
    assertThat(complete(fits + "x")).contains("INVALID", "has 262145 bytes, must have at most");
  }

  private String complete(String output) {
    return as(
            "worker",
            REPORT,
            new JsonObject()
                .put("worker", "w")
                .put(
                    "reports",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("lease", lease)
                                .put("complete", new JsonObject().put("output", output)))))
        .body();
  }

  @Test
  void aBatchMayHaveFourMebibytes() {
    JsonArray reports = new JsonArray();
    for (int i = 0; i < 15; i++) {
      reports.add(
          new JsonObject()
              .put("lease", lease)
              .put("complete", new JsonObject().put("output", "x".repeat(250 << 10))));
    }

    assertThat(
            as("worker", REPORT, new JsonObject().put("worker", "w").put("reports", reports))
                .statusCode())
        .isEqualTo(200);
    reports.addAll(reports.copy());
    assertThat(
            as("worker", REPORT, new JsonObject().put("worker", "w").put("reports", reports))
                .statusCode())
        .isEqualTo(413);
  }

  @Test
  void aBatchHasOneTo256Reports() {
    JsonArray many = new JsonArray();
    for (int i = 0; i < 257; i++) {
      many.add(new JsonObject().put("lease", lease).put("release", new JsonObject()));
    }

    assertThat(as("worker", REPORT, new JsonObject().put("worker", "w")).body())
        .contains("reports has 0 elements, must have 1 to 256");
    assertThat(
            as("worker", REPORT, new JsonObject().put("worker", "w").put("reports", many)).body())
        .contains("reports has 257 elements");
    many.remove(256);
    assertThat(
            as("worker", REPORT, new JsonObject().put("worker", "w").put("reports", many))
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STALE", "GONE"})
  void aLeaseThatHasEndedIsAConflictWhenReportedAlone(String outcome) {
    server.router.reporting =
        command -> ReportedStep.refused(ReportedStep.Outcome.valueOf(outcome), "it has ended");

    HttpResponse<String> response =
        as("worker", "/api/v1/jobs/" + lease + "/complete", new JsonObject().put("output", 1));

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(ApiServer.json(response).getString("message")).isEqualTo(outcome + ": it has ended");
  }

  @Test
  void aDeletedAutomationIsGone() {
    String gone = tokens.issue(new JobReport.Lease("a9", 5, 0, 1));

    assertThat(as("worker", "/api/v1/jobs/" + gone + "/release", new JsonObject()).statusCode())
        .isEqualTo(409);
  }

  @Test
  void whoeverReportsAloneIsNamedByTheClientIfNoWorkerIs() {
    as("worker", "/api/v1/jobs/" + lease + "/fail", new JsonObject().put("message", "m"));

    AutomationCommand.ReportStep fail = server.router.latest(AutomationCommand.ReportStep.class);
    assertThat(fail.worker()).isEqualTo("client-worker");
    assertThat(((StepReport.Fail) fail.report()).error().code()).isEqualTo("FAILED");
  }

  @Test
  void aLeaseCannotBeForged() {
    String forged = lease.substring(0, lease.length() - 1) + (lease.endsWith("A") ? "B" : "A");

    assertThat(as("worker", "/api/v1/jobs/" + forged + "/release", new JsonObject()).statusCode())
        .isEqualTo(400);
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void theTypesAreListedWithTheirWorkers() {
    ready(3);
    as("worker", ACTIVATE, poll("0s"));

    JsonArray list = ApiServer.json(server.get("/api/v1/jobs/types")).getJsonArray("list");

    assertThat(list)
        .containsExactly(
            new JsonObject()
                .put("type", "t")
                .put("ready", 3)
                .put("leased", 0)
                .put("oldestReady", "1970-01-01T00:00:01.000Z")
                .put("workers", 1)
                .put("lastPoll", "2026-01-31T12:00:00.500Z"));
  }
}
