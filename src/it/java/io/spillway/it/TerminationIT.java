package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ApiResponse;
import io.spillway.harness.ExecutionRow;
import io.spillway.harness.ServerApi;
import io.spillway.harness.ServerProcess;
import io.spillway.harness.SlowPost;
import io.spillway.harness.TestAutomation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How a node ends, when it is asked to and when it cannot start. */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminationIT {
  private static final Duration END_LIMIT = Duration.ofSeconds(30);
  private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(60);
  private static final int NEW_CONNECTIONS = 8;

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;
  private Path data;

  @BeforeEach
  void makeDataDirectory() throws Exception {
    data = Files.createDirectory(directory.resolve("data"));
  }

  @Test
  void losesNothingThatItAcknowledgedWhileItEndsUnderLoad() {
    ServerProcess node = nodes.start(data);
    ApiCalls operations = new ApiCalls(node.signIn());
    List<TestAutomation> automations =
        List.of(
            TestAutomation.create(operations, TestAutomation.Decisions.RUN, 3),
            TestAutomation.create(operations, TestAutomation.Decisions.CANCEL, 3),
            TestAutomation.create(operations, TestAutomation.Decisions.NONE, 200));
    ClientHistory history = new ClientHistory();
    try (MixedLoad load = MixedLoad.on(operations, history, new Random(), automations)) {
      load.awaitResolve();
      node.letRun(Duration.ofSeconds(1));
      load.awaitResolve();

      node.terminate();

      assertThat(node.exitCode(END_LIMIT)).isZero();
    }
    assertThat(history.refused()).allMatch(ApiResponse::asksToRetry);
    assertThat(history.created()).isNotEmpty();
    new HistoryChecker(new ApiCalls(nodes.start(data).signIn()), history).checkAll(automations);
  }

  @Test
  void finishesWhatIsUnderWayAndRefusesWhatComes() {
    ServerProcess node = nodes.start(data);
    ServerApi api = node.signIn();
    ApiCalls operations = new ApiCalls(api);
    String automation = operations.create("slow", 10);
    String body = "{\"context\": {\"context\": {\"n\": 1}}}";
    long executionId;
    try (SlowPost underWay =
        api.postSlowly(ApiCalls.pathOf(automation) + "/execute", body.length())) {
      underWay.send(body.substring(0, 20));
      seeItArrive(api, automation);

      node.terminate();

      await().until(() -> !ServerApi.isReady(node.url()));
      assertThat(operations.execute(automation)).matches(ApiResponse::asksToRetry, "asks to retry");
      underWay.send(body.substring(20));
      executionId = Long.parseLong(underWay.answer().ok().getString("executionId"));
    }
    assertThat(node.exitCode(END_LIMIT)).isZero();
    ApiCalls restarted = new ApiCalls(nodes.start(data).signIn());
    assertThat(restarted.executions(automation))
        .extracting(ExecutionRow::id)
        .containsExactly(executionId);
  }

  /** What is answered on later connections came after what was sent on an earlier one. */
  private static void seeItArrive(ServerApi api, String automation) {
    for (int i = 0; i < NEW_CONNECTIONS; i++) {
      new ApiCalls(api.onNewConnections()).automation(automation).ok();
    }
  }

  @Test
  void aSecondNodeOnTheSameDataIsRefused() {
    ServerProcess first = nodes.start(data);

    ServerProcess second = nodes.launch(data, "--port", "0");

    assertThat(second.exitCode(REFUSAL_LIMIT)).isEqualTo(1);
    assertThat(second.log()).contains(data.toString()).contains("in use by another node");
    assertThat(ServerApi.isReady(first.url())).isTrue();
  }

  @Test
  void anUnknownSettingEndsWithTwo() {
    ServerProcess node = nodes.launch(data, "--prot", "0");

    assertThat(node.exitCode(REFUSAL_LIMIT)).isEqualTo(2);
    assertThat(node.log()).contains("--prot");
    assertThat(data).isEmptyDirectory();
  }
}
