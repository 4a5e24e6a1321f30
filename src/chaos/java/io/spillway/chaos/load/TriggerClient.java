package io.spillway.chaos.load;

import io.spillway.harness.TestAutomation;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Fires triggers through the node it is at home at, and after a failure once through another. */
final class TriggerClient implements LoadClient {
  private static final int MAX_PAUSE_MILLIS = 100;

  private final String name;
  private final int home;
  private final RecordingClient recorder;
  private final List<TestAutomation> automations;
  private final KnownExecutions known;
  private boolean elsewhere;

  TriggerClient(
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
    List<Integer> nodes = recorder.nodes();
    int node = elsewhere ? nodes.get(random.nextInt(nodes.size())) : home;
    RecordingClient.CallResult result = recorder.trigger(name, node, automation.id());
    elsewhere = !result.isDone() && !elsewhere;
    if (result.isDone()) {
      known.add(
          new KnownExecutions.Acknowledged(result.operation().executionId(), automation.id()));
      return Duration.ofMillis(random.nextInt(MAX_PAUSE_MILLIS));
    }
    return result.pause();
  }
}
