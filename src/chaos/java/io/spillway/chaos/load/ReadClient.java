package io.spillway.chaos.load;

import io.spillway.harness.TestAutomation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Reads single executions through one node. */
final class ReadClient implements LoadClient {
  private static final int MAX_PAUSE_MILLIS = 100;

  private final String name;
  private final int home;
  private final RecordingClient recorder;
  private final List<TestAutomation> automations;
  private final KnownExecutions known;

  ReadClient(
      String name,
      int home,
      RecordingClient recorder,
      List<TestAutomation> automations,
      KnownExecutions known) {
    this.name = name;
    this.home = home;
    this.recorder = recorder;
    this.automations = automations;
    this.known = known;
  }

  @Override
  public Duration act(Random random) {
    TestAutomation automation = automations.get(random.nextInt(automations.size()));
    Optional<KnownExecutions.Acknowledged> execution = known.any(automation.id(), random);
    if (execution.isEmpty()) {
      return Duration.ofMillis(MAX_PAUSE_MILLIS);
    }
    RecordingClient.CallResult result = recorder.read(name, home, execution.get());
    return result.isDone() ? Duration.ofMillis(random.nextInt(MAX_PAUSE_MILLIS)) : result.pause();
  }
}
