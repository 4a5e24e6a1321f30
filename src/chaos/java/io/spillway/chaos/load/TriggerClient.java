package io.spillway.chaos.load;

import io.spillway.it.Member;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Fires triggers through the node it is at home at, and after a failure once through another. */
final class TriggerClient implements Client {
  private static final int MAX_PAUSE_MILLIS = 100;

  private final String name;
  private final int home;
  private final Desk desk;
  private final List<Member> members;
  private final Known known;
  private boolean elsewhere;

  TriggerClient(String name, int home, Desk desk, List<Member> members, Known known) {
    this.name = name;
    this.home = home;
    this.desk = desk;
    this.members = members;
    this.known = known;
  }

  @Override
  public Duration act(Random random) {
    Member member = members.get(random.nextInt(members.size()));
    List<Integer> nodes = desk.nodes();
    int node = elsewhere ? nodes.get(random.nextInt(nodes.size())) : home;
    Desk.Told told = desk.trigger(name, node, member.id());
    elsewhere = !told.isDone() && !elsewhere;
    if (told.isDone()) {
      known.add(new Known.Acknowledged(told.operation().executionId(), member.id()));
      return Duration.ofMillis(random.nextInt(MAX_PAUSE_MILLIS));
    }
    return told.pause();
  }
}
