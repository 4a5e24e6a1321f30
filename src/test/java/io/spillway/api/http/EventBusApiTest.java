package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.spillway.api.auth.AutomationScope;
import io.spillway.api.auth.Caller;
import io.spillway.api.auth.Role;
import io.spillway.domain.automation.Automation;
import io.spillway.domain.execution.ExecutionState;
import io.spillway.domain.resolution.Decision;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.actor.Ack;
import io.spillway.engine.actor.AutomationCommand;
import io.spillway.engine.actor.AutomationRouter;
import io.spillway.engine.actor.StartedResolution;
import io.spillway.engine.event.EventBusAddresses;
import io.spillway.engine.job.JobDepth;
import io.spillway.engine.job.JobIndex;
import io.spillway.engine.job.JobPolls;
import io.spillway.engine.job.LeasedSteps;
import io.spillway.engine.job.ReportedStep;
import io.spillway.engine.job.StepReport;
import io.spillway.engine.worker.JobPeers;
import io.spillway.engine.worker.JobService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventBusApiTest {
  private static final Clock CLOCK = Clock.fixed(FakeRouter.NOW, ZoneOffset.UTC);
  private final Vertx vertx = Vertx.vertx();
  private final List<AutomationCommand<?>> sent = new CopyOnWriteArrayList<>();
  private final OneAutomation router = new OneAutomation();
  private final JobIndex index = new JobIndex();
  private Caller caller = BusCallers.ANYBODY;

  @BeforeEach
  void deploy() {
    vertx
        .deployVerticle(
            new EventBusApi(
                router,
                (request, body) -> Future.succeededFuture(caller),
                new JobsOnBus(
                    new JobService(vertx, router, index, new JobPolls(CLOCK), JobPeers.NONE),
                    new byte[32])))
        .await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void executesWithTheContextOfTheBody() {
    JsonObject body =
        new JsonObject("{\"automationId\":\"a\",\"context\":{\"context\":{\"user_id\":\"u\"}}}");
    assertThat(request(EventBusAddresses.EXECUTE, body))
        .isEqualTo(new JsonObject().put("executionId", "4711"));
    AutomationCommand.Execute command = (AutomationCommand.Execute) sent.get(0);
    assertThat(new String(command.context(), StandardCharsets.UTF_8))
        .isEqualTo("{\"user_id\":\"u\"}");
    assertThat(command.actor()).isEqualTo("event bus");
  }

  @Test
  void executesInTheNameOfItsCaller() {
    caller = new Caller("ada", "Ada", Role.OPERATOR, AutomationScope.ALL);

    request(EventBusAddresses.EXECUTE, new JsonObject().put("automationId", "a"));

    assertThat(sent)
        .singleElement()
        .asInstanceOf(type(AutomationCommand.Execute.class))
        .extracting(AutomationCommand.Execute::actor)
        .isEqualTo("ada");
  }

  @ParameterizedTest
  @CsvSource({
    "viewer, spillway.automations.execute",
    "viewer, spillway.executions.move",
    "viewer, spillway.jobs.activate",
    "viewer, spillway.jobs.report",
    "worker, spillway.automations.execute",
    "operator, spillway.automations.resolve-paused",
    "operator, spillway.automations.clear"
  })
  void aCallerNeedsTheRoleOfTheOperation(String role, String address) {
    caller = new Caller("c", "c", Role.named(role).orElseThrow(), AutomationScope.ALL);

    assertFails(
        address, new JsonObject().put("automationId", "a"), 403, 7, "c has the role " + role);
    assertThat(sent).isEmpty();
  }

  @Test
  void aWorkerLeasesJobsAndReportsAboutThem() {
    caller = new Caller("w", "w", Role.WORKER, AutomationScope.ALL);
    index.update("a", Map.of("t", new JobDepth(1, 0, 1_000)));

    JsonObject job =
        request(
                EventBusAddresses.JOBS_ACTIVATE,
                new JsonObject()
                    .put("types", new JsonArray().add("t"))
                    .put("worker", "w-1")
                    .put("maxJobs", 1)
                    .put("lease", "30s"))
            .getJsonArray("jobs")
            .getJsonObject(0);

    assertThat(job.getString("idempotencyKey")).isEqualTo("spw-4096-1");
    assertThat(
            request(
                EventBusAddresses.JOBS_REPORT,
                new JsonObject()
                    .put("worker", "w-1")
                    .put(
                        "reports",
                        new JsonArray()
                            .add(
                                new JsonObject()
                                    .put("lease", job.getString("lease"))
                                    .put("release", new JsonObject())))))
        .isEqualTo(
            new JsonObject()
                .put(
                    "results",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("lease", job.getString("lease"))
                                .put("outcome", "ACCEPTED")
                                .putNull("deadline")
                                .put("message", ""))));
    assertThat(sent.get(1))
        .isEqualTo(new AutomationCommand.ReportStep(4_096, 1, 7, "w-1", new StepReport.Release()));
  }

  @Test
  void anAutomationOutsideTheScopeOfTheCallerDoesNotExist() {
    caller = new Caller("c", "c", Role.ADMIN, new AutomationScope(Set.of("b")));

    assertFails(EventBusAddresses.CLEAR, new JsonObject().put("automationId", "a"), 404, 5, "a");
    assertFails(
        EventBusAddresses.MOVE,
        new JsonObject()
            .put("executionId", "5000")
            .put("state", "AUTOMATION_EXECUTION_STATE_CREATING"),
        404,
        5,
        "a");
    assertThat(sent).isEmpty();
  }

  @Test
  void whatACallerDoesIsDoneInItsNameAndABodyMayBeText() {
    caller = new Caller("ada", "Ada", Role.ADMIN, AutomationScope.ALL);

    vertx
        .eventBus()
        .request(EventBusAddresses.CLEAR, Buffer.buffer("{\"automationId\":\"a\"}"))
        .await();

    assertThat(sent).containsExactly(new AutomationCommand.ClearBreaker("ada", ""));
  }

  @Test
  void aContextKeepsAllDigitsAndEveryString() {
    String context =
        "{\"n\":[1970670598291982291,1.00000000000000000001,123456789012345678901234567890],"
            + "\"s\":\"cut \\ud83d\"}";
    request(
        EventBusAddresses.EXECUTE,
        new JsonObject("{\"automationId\":\"a\",\"context\":{\"context\":" + context + "}}"));

    AutomationCommand.Execute command = (AutomationCommand.Execute) sent.get(0);
    assertThat(new String(command.context(), StandardCharsets.UTF_8)).isEqualTo(context);
  }

  @Test
  void refusesAContextThatIsNotWrappedTwice() {
    JsonObject body = new JsonObject("{\"automationId\":\"a\",\"context\":{\"user_id\":\"u\"}}");
    assertThatThrownBy(() -> request(EventBusAddresses.EXECUTE, body))
        .hasMessageContaining("must wrap it twice");
    assertThat(sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"PAUSED_EXECUTION_DECISION_CANCEL\"", "2"})
  void resolvesInTheNameOfTheBus(String decision) {
    JsonObject body =
        new JsonObject("{\"decision\":" + decision + "}")
            .put("automationId", "a")
            .put("reason", "a mistake");
    assertThat(request(EventBusAddresses.RESOLVE_PAUSED, body))
        .isEqualTo(new JsonObject("{\"pausedCount\":7,\"erroredCount\":1,\"bulkActionId\":\"r\"}"));
    assertThat(sent)
        .singleElement()
        .asInstanceOf(type(AutomationCommand.ResolvePaused.class))
        .extracting(AutomationCommand.ResolvePaused::order)
        .isEqualTo(new Resolution.Order(Decision.CANCEL, "a mistake", "event bus"));
  }

  @Test
  void clears() {
    assertThat(request(EventBusAddresses.CLEAR, new JsonObject().put("automationId", "a")))
        .isEqualTo(new JsonObject().put("bulkActionId", ""));
    assertThat(sent).containsExactly(new AutomationCommand.ClearBreaker("event bus", ""));
  }

  @Test
  void clearsAndStartsToResolve() {
    JsonObject body =
        new JsonObject()
            .put("automationId", "a")
            .put("decision", "PAUSED_EXECUTION_DECISION_RUN")
            .put("reason", "looked at");

    assertThat(request(EventBusAddresses.CLEAR, body))
        .isEqualTo(new JsonObject().put("bulkActionId", "r"));

    assertThat(sent)
        .singleElement()
        .asInstanceOf(type(AutomationCommand.StartResolution.class))
        .matches(AutomationCommand.StartResolution::clears)
        .extracting(start -> start.request().order())
        .isEqualTo(new Resolution.Order(Decision.RUN, "looked at", "event bus"));
    assertFails(EventBusAddresses.CLEAR, body.put("decision", "RUN"), 400, 3, "decision");
  }

  @Test
  void movesAnExecutionOn() {
    JsonObject body =
        new JsonObject()
            .put("executionId", "5000")
            .put("state", "AUTOMATION_EXECUTION_STATE_CREATING");
    assertThat(request(EventBusAddresses.MOVE, body)).isEqualTo(new JsonObject());
    assertThat(sent)
        .containsExactly(
            new AutomationCommand.MoveExecution(5_000, ExecutionState.CREATING, "event bus"));
    assertFails(EventBusAddresses.MOVE, new JsonObject().put("executionId", "5"), 400, 3, "state");
  }

  @Test
  void doesNotReleasePausedExecutionsWithoutAResolution() {
    JsonObject body =
        new JsonObject()
            .put("executionId", "5000")
            .put("state", "AUTOMATION_EXECUTION_STATE_PENDING");
    assertFails(EventBusAddresses.MOVE, body, 400, 3, "released");
    assertThat(sent).isEmpty();
  }

  @Test
  void refusesABodyThatIsNoObject() {
    ReplyException failure =
        (ReplyException)
            vertx
                .eventBus()
                .request(EventBusAddresses.CLEAR, "text")
                .transform(reply -> Future.succeededFuture(reply.cause()))
                .await();
    assertThat(failure.failureCode()).isEqualTo(400);
  }

  @Test
  void refusesHalfASurrogatePair() {
    JsonObject run = new JsonObject().put("automationId", "a").put("decision", 1);
    for (JsonObject body : List.of(run.copy().put("reason", "\ud83d"), run.put("\ud83d", 1))) {
      assertFails(EventBusAddresses.RESOLVE_PAUSED, body, 400, 3, "an unpaired surrogate");
    }
  }

  @Test
  void failsWithTheStatusAndTheErrorObject() {
    assertFails(EventBusAddresses.EXECUTE, new JsonObject(), 400, 3, "automationId");
    assertFails(
        EventBusAddresses.EXECUTE,
        new JsonObject().put("automationId", "b"),
        404,
        5,
        "automation b");
    assertFails(
        EventBusAddresses.RESOLVE_PAUSED,
        new JsonObject().put("automationId", "a"),
        400,
        3,
        "decision");
    assertFails(
        EventBusAddresses.CLEAR, new JsonObject().put("automationId", 5), 400, 3, "automationId");
  }

  private void assertFails(
      String address, JsonObject body, int status, int code, String messagePart) {
    ReplyException failure =
        (ReplyException)
            vertx
                .eventBus()
                .request(address, body)
                .transform(reply -> Future.succeededFuture(reply.cause()))
                .await();
    assertThat(failure.failureCode()).isEqualTo(status);
    JsonObject error = new JsonObject(String.valueOf(failure.getMessage()));
    assertThat(error.getInteger("code")).isEqualTo(code);
    assertThat(error.getString("message")).contains(messagePart);
  }

  private JsonObject request(String address, JsonObject body) {
    return vertx.eventBus().<JsonObject>request(address, body).await().body();
  }

  /** Knows automation {@code a} and notes what it is sent. */
  private final class OneAutomation implements AutomationRouter {
    @Override
    @SuppressWarnings("unchecked") // Each command is answered with what it replies.
    public <R> Future<R> send(String automationId, AutomationCommand<R> command) {
      if (!automationId.equals("a")) {
        return Future.failedFuture(Automation.unknown(automationId).asException());
      }
      sent.add(command);
      Object reply =
          command instanceof AutomationCommand.Execute
              ? 4711L
              : command instanceof AutomationCommand.LeaseSteps
                  ? new LeasedSteps(List.of(ApiSamples.leased(7)))
                  : command instanceof AutomationCommand.ReportStep
                      ? ReportedStep.ACCEPTED
                      : command instanceof AutomationCommand.ResolvePaused resolve
                          ? finished(resolve)
                          : command instanceof AutomationCommand.StartResolution start
                              ? new StartedResolution(Optional.of(finished(start.request())))
                              : Ack.DONE;
      return Future.succeededFuture((R) reply);
    }

    private Resolution finished(AutomationCommand.ResolvePaused resolve) {
      return new Resolution(
              "r",
              "a",
              resolve.order(),
              1,
              8,
              Resolution.Counts.NONE,
              Instant.EPOCH,
              Optional.empty())
          .finished(new Resolution.Counts(7, 1), Instant.EPOCH);
    }

    @Override
    public Future<String> automationOf(long executionId) {
      return Future.succeededFuture("a");
    }
  }
}
