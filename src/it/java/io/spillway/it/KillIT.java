package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.ApiCalls;
import io.spillway.harness.ServerProcess;
import io.spillway.harness.TestAutomation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a node again and again, always on the same data. The system property {@code spillway.kills}
 * tells how often, {@code spillway.seed} repeats the moments of an earlier run.
 */
@Timeout(value = 30 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillIT {
  private static final int KILLS = Integer.getInteger("spillway.kills", 5);
  private static final long SEED = Long.getLong("spillway.seed", new Random().nextLong());
  private static final int LEFT_ALONE_TOGETHER = 2;

  /** Of so many kills about one hits a node that is starting. */
  private static final int STARTS_SPARED = 5;

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;

  private final Random random = new Random(SEED);
  private final ClientHistory history = new ClientHistory();
  private final List<TestAutomation> automations = new ArrayList<>();
  private Path data;

  @BeforeEach
  void tellTheSeed() throws Exception {
    System.out.printf("KillIT: %d kills, -Dspillway.seed=%d%n", KILLS, SEED);
    data = Files.createDirectory(directory.resolve("data"));
  }

  @Test
  void whatWasAcknowledgedIsThereOnceAndCountsAreExactHoweverOftenANodeIsKilled() {
    for (int kill = 1; kill <= KILLS; kill++) {
      ServerProcess node = nodes.launch(data, "--port", "0");
      if (random.nextInt(STARTS_SPARED) == 0) {
        node.letRun(Duration.ofMillis(random.nextInt(4_000)));
        node.kill();
      } else {
        useAndKill(node.awaitReady());
      }
    }
    ServerProcess last = nodes.start(data);
    new HistoryChecker(new ApiCalls(last.signIn()), history).checkAll(automations);

    System.out.printf(
        "KillIT: %d executions, %d resolutions and %d terminations were acknowledged%n",
        history.created().size(), history.resolved().size(), history.terminated().size());
    assertThat(history.refused()).as("answers other than a success").isEmpty();
    assertThat(history.resolved()).isNotEmpty();
  }

  private void useAndKill(ServerProcess node) {
    ApiCalls operations = new ApiCalls(node.signIn());
    if (automations.isEmpty()) {
      automations.add(TestAutomation.create(operations, TestAutomation.Decisions.RUN, 3));
      automations.add(
          TestAutomation.create(operations, TestAutomation.Decisions.RUN_AND_CLEAR, 20));
      automations.add(TestAutomation.create(operations, TestAutomation.Decisions.CANCEL, 3));
      automations.add(TestAutomation.create(operations, TestAutomation.Decisions.MIXED, 5));
    }
    HistoryChecker checker = new HistoryChecker(operations, history);
    checker.checkSample(random);
    checker.awaitResolutions(automations);
    automations.add(
        TestAutomation.create(
            operations, TestAutomation.Decisions.NONE, 20L + random.nextInt(300)));
    try (MixedLoad load = MixedLoad.on(operations, history, random, inUse())) {
      if (random.nextBoolean()) {
        node.letRun(Duration.ofMillis(500 + random.nextInt(2_500)));
      } else {
        node.letRun(Duration.ofMillis(500 + random.nextInt(1_000)));
        load.awaitResolve();
        node.letRun(Duration.ofMillis(random.nextInt(30)));
      }
      node.kill();
    }
  }

  /** Those on which something is decided, and the latest of those left alone. */
  private List<TestAutomation> inUse() {
    List<TestAutomation> leftAlone =
        automations.stream()
            .filter(automation -> automation.decisions() == TestAutomation.Decisions.NONE)
            .toList();
    List<TestAutomation> retired =
        leftAlone.subList(0, Math.max(0, leftAlone.size() - LEFT_ALONE_TOGETHER));
    return automations.stream().filter(automation -> !retired.contains(automation)).toList();
  }
}
