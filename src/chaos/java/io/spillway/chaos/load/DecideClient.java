package io.spillway.chaos.load;

import io.spillway.it.Member;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** Lets executions pile up and then decides on them, through any node. */
final class DecideClient implements Client {
  private static final int MIN_PAUSE_MILLIS = 200;
  private static final int MAX_PAUSE_MILLIS = 1_500;
  private static final int HURRIED_PAUSE_MILLIS = 50;

  private final String name;
  private final Member member;
  private final Desk desk;
  private final Known known;
  private final Semaphore resolvesSent;
  private final BooleanSupplier hurry;

  /**
   * @param resolvesSent gets a permit when a resolve is about to be sent
   * @param hurry whether to decide without letting anything pile up
   */
  DecideClient(
      Member member, Desk desk, Known known, Semaphore resolvesSent, BooleanSupplier hurry) {
    this.name = "decides on " + member.use() + " " + member.id();
    this.member = member;
    this.desk = desk;
    this.known = known;
    this.resolvesSent = resolvesSent;
    this.hurry = hurry;
  }

  @Override
  public Duration act(Random random) {
    List<Integer> nodes = desk.nodes();
    int node = nodes.get(random.nextInt(nodes.size()));
    Duration pause =
        switch (member.use()) {
          case RUN -> resolve(node, true);
          case CANCEL -> resolve(node, false);
          case RUN_AND_CLEAR -> random.nextBoolean() ? clear(node) : resolve(node, true);
          case MIXED -> mix(node, random);
          case LEFT_ALONE -> throw new IllegalStateException("nothing is decided on " + member);
        };
    return hurry.getAsBoolean()
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
              .any(member.id(), random)
              .map(execution -> desk.terminate(name, node, execution).pause())
              .orElse(Duration.ZERO);
    };
  }

  private Duration resolve(int node, boolean run) {
    resolvesSent.release();
    return desk.resolve(name, node, member.id(), run).pause();
  }

  private Duration clear(int node) {
    return desk.clear(name, node, member.id()).pause();
  }
}
