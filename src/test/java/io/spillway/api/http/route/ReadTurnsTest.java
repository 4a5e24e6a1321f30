package io.spillway.api.http.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spillway.domain.automation.RefusedException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadTurnsTest {
  private static final int AT_A_TIME = 6;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final ReadTurns turns = new ReadTurns();
  private final List<String> started = new ArrayList<>();
  private final List<Promise<String>> running = new ArrayList<>();

  @AfterEach
  void close() throws TimeoutException {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void nobodyWaitsForMoreThanOneReadOfAnotherClient() throws TimeoutException {
    List<Future<String>> results = new ArrayList<>();
    for (int i = 0; i < AT_A_TIME + 3; i++) {
      results.add(read("a"));
    }
    results.add(read("b"));
    results.add(read("c"));
    results.add(read("b"));
    assertThat(started).containsExactly("a", "a", "a", "a", "a", "a");

    for (int i = 0; i < results.size(); i++) {
      end(i);
    }

    assertThat(started.subList(AT_A_TIME, started.size()))
        .containsExactly("a", "b", "c", "a", "b", "a");
    assertThat(results).allMatch(Future::succeeded);
  }

  @Test
  void failedReadEndsItsTurn() {
    for (int i = 0; i < AT_A_TIME; i++) {
      Future<String> failed =
          turns.run(
              "a",
              context,
              () -> {
                throw new IllegalStateException("no");
              });
      assertThat(failed.failed()).isTrue();
    }

    assertThat(turns.run("a", context, () -> Future.succeededFuture("b")).result()).isEqualTo("b");
  }

  @Test
  void refusesWhenTooManyWait() {
    for (int i = 0; i < AT_A_TIME + 1_000; i++) {
      read("client " + i);
    }

    Future<String> refused = read("late");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> refused.await())
        .withMessage("too many reads wait on this node, try again shortly");
  }

  private Future<String> read(String client) {
    return turns.run(
        client,
        context,
        () -> {
          Promise<String> read = Promise.promise();
          started.add(client);
          running.add(read);
          return read.future();
        });
  }

  /** Ends the read that was started at this place, and waits until the next one is started. */
  private void end(int index) throws TimeoutException {
    running.get(index).complete("read");
    Promise<Void> passed = Promise.promise();
    context.runOnContext(turn -> passed.complete());
    passed.future().await(10, TimeUnit.SECONDS);
  }
}
