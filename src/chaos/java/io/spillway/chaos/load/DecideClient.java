package io.spillway.chaos.load;

import io.spillway.harness.TestAutomation;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** Waits for paused executions and resolves them, through any node. */
final class DecideClient implements LoadClient {
  private static final int MIN_PAUSE_MILLIS = 200;
  private static final int MAX_PAUSE_MILLIS = 1_500;
  private static final int HURRIED_PAUSE_MILLIS = 50;

  private final String name;
  private final TestAutomation automation;
  private final RecordingClient recorder;
  private final KnownExecutions known;
  private final Semaphore resolvesSent;
  private final BooleanSupplier setPauses;

  /**
   * @param resolvesSent gets a permit when a resolve is about to be sent
   * @param setPauses whether to decide without letting anything pile up
   */
  DecideClient(
      TestAutomation automation,
      RecordingClient recorder,
      KnownExecutions known,
      Semaphore resolvesSent,
      BooleanSupplier setPauses) {
    this.name = "decides on " + automation.decisions() + " " + automation.id();
    this.automation = automation;
    this.recorder = recorder;
    this.known = known;
    this.resolvesSent = resolvesSent;
    this.setPauses = setPauses;
  }

  @Override
  public Duration act(Random random) {
    List<Integer> nodes = recorder.nodes();
    int node = nodes.get(random.nextInt(nodes.size()));
    Duration pause =
        switch (automation.decisions()) {
          case RUN -> resolve(node, true);
          case CANCEL -> resolve(node, false);
          case RUN_AND_CLEAR -> random.nextBoolean() ? clear(node) : resolve(node, true);
          case MIXED -> mix(node, random);
          case NONE -> throw new IllegalStateException("nothing is decided on " + automation);
        };
    return setPauses.getAsBoolean()
        ? pause.plusMillis(random.nextInt(HURRIED_PAUSE_MILLIS))
        : pause.plusMillis(random.nextInt(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS));
  }

  private Duration mix(int node, Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> clear(node);
      case 1 -> resolve(node, true);
      case 2 -> resolve(node, false);
      default ->
          known
              .any(automation.id(), random)
              .map(execution -> recorder.terminate(name, node, execution).pause())
              .orElse(Duration.ZERO);
    };
  }

  private Duration resolve(int node, boolean run) {
    resolvesSent.release();
    return recorder.resolve(name, node, automation.id(), run).pause();
  }

  private Duration clear(int node) {
    return recorder.clear(name, node, automation.id()).pause();
  }
}
