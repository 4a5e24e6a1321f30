package io.spillway.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OnContextTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  @Test
  void tellsListenersInTheOrderInWhichTheyWereAddedThoughItCompletesInBetween() {
    Promise<List<String>> told = Promise.promise();
    context.runOnContext(
        now -> {
          List<String> order = new ArrayList<>();
          CompletableFuture<String> stage = new CompletableFuture<>();
          Future<String> future =
              OnContext.future(stage, context).onSuccess(value -> order.add("first"));
          CompletableFuture.runAsync(() -> stage.complete("done")).join();
          future
              .onSuccess(value -> order.add("second"))
              .onSuccess(value -> context.runOnContext(later -> told.complete(order)));
        });

    assertThat(TestNode.await(told.future())).containsExactly("first", "second");
  }

  @Test
  void completesOnTheContextWithTheFailureOfTheStage() {
    Promise<Boolean> toldOnContext = Promise.promise();
    IllegalStateException failure = new IllegalStateException("it failed");
    context.runOnContext(
        now ->
            OnContext.future(CompletableFuture.failedFuture(failure), context)
                .onFailure(
                    cause ->
                        toldOnContext.complete(
                            cause == failure && Vertx.currentContext() == context)));

    assertThat(TestNode.await(toldOnContext.future())).isTrue();
  }
}
