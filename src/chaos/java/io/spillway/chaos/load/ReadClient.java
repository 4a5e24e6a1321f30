package io.spillway.chaos.load;

import io.spillway.it.Member;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Reads single executions through one node. */
final class ReadClient implements Client {
  private static final int MAX_PAUSE_MILLIS = 100;

  private final String name;
  private final int home;
  private final Desk desk;
  private final List<Member> members;
  private final Known known;

  ReadClient(String name, int home, Desk desk, List<Member> members, Known known) {
    this.name = name;
    this.home = home;
    this.desk = desk;
    this.members = members;
    this.known = known;
  }

  @Override
  public Duration act(Random random) {
    Member member = members.get(random.nextInt(members.size()));
    Optional<Known.Acknowledged> execution = known.any(member.id(), random);
    if (execution.isEmpty()) {
      return Duration.ofMillis(MAX_PAUSE_MILLIS);
    }
    Desk.Told told = desk.read(name, home, execution.get());
    return told.isDone() ? Duration.ofMillis(random.nextInt(MAX_PAUSE_MILLIS)) : told.pause();
  }
}
