package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WriteQueueTest {
  private final WriteQueue<String> queue = new WriteQueue<>(5, 2);

  @Test
  void whatIsPromptGoesBeforeTheBulk() throws InterruptedException {
    offer(WriteQueue.Priority.BULK, "b", 3);
    offer(WriteQueue.Priority.INTERACTIVE, "p", 2);
    assertThat(queue.take()).containsExactly("p0", "p1", "b0", "b1");
    assertThat(queue.take()).containsExactly("b2");
  }

  @Test
  void theBulkHasItsShareHoweverMuchIsPrompt() throws InterruptedException {
    offer(WriteQueue.Priority.INTERACTIVE, "p", 7);
    offer(WriteQueue.Priority.BULK, "b", 3);
    assertThat(queue.take()).containsExactly("p0", "p1", "p2", "b0", "b1");
    assertThat(queue.take()).containsExactly("p3", "p4", "p5", "p6", "b2");
  }

  @Test
  void whatIsPromptHasTheWholeBatchWithoutBulk() throws InterruptedException {
    offer(WriteQueue.Priority.INTERACTIVE, "p", 6);
    assertThat(queue.take()).hasSize(5);
  }

  @Test
  void waitsForTheNextWrite() {
    CompletableFuture<List<String>> taken = CompletableFuture.supplyAsync(this::take);
    offer(WriteQueue.Priority.BULK, "b", 1);
    assertThat(taken.join()).containsExactly("b0");
  }

  @Test
  void givesOutWhatIsLeftAfterItIsClosedAndTakesNoMore() throws InterruptedException {
    offer(WriteQueue.Priority.INTERACTIVE, "p", 1);
    queue.close();
    assertThat(queue.offer("late", WriteQueue.Priority.INTERACTIVE)).isFalse();
    assertThat(queue.take()).containsExactly("p0");
    assertThat(queue.take()).isEmpty();
  }

  private List<String> take() {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void offer(WriteQueue.Priority line, String prefix, int count) {
    IntStream.range(0, count).forEach(i -> assertThat(queue.offer(prefix + i, line)).isTrue());
  }
}
