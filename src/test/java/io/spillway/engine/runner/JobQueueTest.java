package io.spillway.engine.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.spillway.engine.job.JobDepth;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobQueueTest {
  private final JobQueue queue = new JobQueue();

  @Test
  void theOldestOfTheWantedTypesComeFirst() {
    queue.add(3, "x", 30);
    queue.add(1, "y", 10);
    queue.add(2, "x", 20);
    queue.add(4, "z", 40);

    assertThat(queue.oldest(List.of("x", "y"), 2)).containsExactly(1L, 2L);
    assertThat(queue.oldest(List.of("unknown"), 2)).isEmpty();
  }

  @Test
  void itCountsWhatWaitsAndWhatIsHeld() {
    queue.add(1, "x", 10);
    queue.add(2, "x", 20);
    queue.leased(1, new JobLease("x", "worker", 50, 1));

    assertThat(queue.depths()).containsOnly(entry("x", new JobDepth(1, 1, 20)));
    queue.remove(1);
    queue.remove(2);
    assertThat(queue.depths()).isEmpty();
  }

  @Test
  void aJobThatIsGivenBackWaitsAgain() {
    queue.add(1, "x", 10);
    queue.leased(1, new JobLease("x", "worker", 50, 1));
    queue.add(1, "x", 60);

    assertThat(queue.depths()).containsEntry("x", new JobDepth(1, 0, 60));
    assertThat(queue.lease(1)).isNull();
  }

  @Test
  void itIsBounded() {
    for (long id = 0; id < JobQueue.MAX; id++) {
      assertThat(queue.isFull()).isFalse();
      queue.add(id, "x", id);
    }
    assertThat(queue.isFull()).isTrue();
  }
}
