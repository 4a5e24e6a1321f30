package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

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
  private static final int KILLS = Integer.getInteger("spillway.kills", 20);
  private static final long SEED = Long.getLong("spillway.seed", new Random().nextLong());
  private static final int LEFT_ALONE_TOGETHER = 2;

  /** Of so many kills about one hits a node that is starting. */
  private static final int STARTS_SPARED = 5;

  @RegisterExtension final Nodes nodes = Nodes.perTest();
  @TempDir Path directory;

  private final Random random = new Random(SEED);
  private final Ledger ledger = new Ledger();
  private final List<Member> members = new ArrayList<>();
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
    new Books(new Operations(last.signIn()), ledger).checkAll(members);

    System.out.printf(
        "KillIT: %d executions, %d resolutions and %d terminations were acknowledged%n",
        ledger.created().size(), ledger.resolved().size(), ledger.terminated().size());
    assertThat(ledger.refused()).as("answers other than a success").isEmpty();
    assertThat(ledger.resolved()).isNotEmpty();
  }

  private void useAndKill(ServerProcess node) {
    Operations operations = new Operations(node.signIn());
    if (members.isEmpty()) {
      members.add(Member.create(operations, Member.Use.RUN, 3));
      members.add(Member.create(operations, Member.Use.RUN_AND_CLEAR, 20));
      members.add(Member.create(operations, Member.Use.CANCEL, 3));
      members.add(Member.create(operations, Member.Use.MIXED, 5));
    }
    Books books = new Books(operations, ledger);
    books.checkSample(random);
    books.awaitResolutions(members);
    members.add(Member.create(operations, Member.Use.LEFT_ALONE, 20L + random.nextInt(300)));
    try (Load load = Load.on(operations, ledger, random, inUse())) {
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
  private List<Member> inUse() {
    List<Member> leftAlone =
        members.stream().filter(member -> member.use() == Member.Use.LEFT_ALONE).toList();
    List<Member> retired =
        leftAlone.subList(0, Math.max(0, leftAlone.size() - LEFT_ALONE_TOGETHER));
    return members.stream().filter(member -> !retired.contains(member)).toList();
  }
}
