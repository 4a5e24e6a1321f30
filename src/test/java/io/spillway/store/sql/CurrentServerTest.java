package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CurrentServerTest {
  private static final ServerIdentity OLD = new ServerIdentity("old", true);
  private static final ServerIdentity NEW = new ServerIdentity("new", true);

  private final CurrentServer server = CurrentServer.remote();
  private final List<String> drops = new ArrayList<>();

  private long generation() {
    return server.generation(System.nanoTime() + Duration.ofSeconds(30).toNanos());
  }

  @Test
  void aReadIsOfTheServerThatTheWriterIsConnectedTo() {
    server.writerConnected(OLD);

    assertThat(server.is("old", generation())).isTrue();
    assertThat(server.is("new", generation())).isFalse();
  }

  @Test
  void theSameServerIsTheSameGenerationAfterTheWriterHasReconnected() {
    server.writerConnected(OLD);
    long before = generation();
    server.reconnecting();
    server.writerConnected(OLD);
    server.lost("cut");
    server.writerConnected(OLD);

    assertThat(generation()).isEqualTo(before);
  }

  @Test
  void aReadWaitsForTheWriterThatReconnects() {
    server.writerConnected(OLD);
    server.reconnecting();
    CompletableFuture<Long> read = CompletableFuture.supplyAsync(this::generation);
    assertThat(read).isNotDone();

    server.writerConnected(OLD);

    assertThat(read.join()).isPositive();
  }

  @Test
  void aReadDoesNotWaitForeverForTheWriter() {
    server.reconnecting();

    assertThatThrownBy(() -> server.generation(System.nanoTime()))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void aReadThatWaitsFailsWhenTheDatabaseIsAway() {
    server.writerConnected(OLD);
    server.reconnecting();
    CompletableFuture<Long> read = CompletableFuture.supplyAsync(this::generation);

    server.lost("refused");

    assertThat(read)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withMessageContaining("refused");
    assertThat(server.away()).contains("refused");
  }

  @Test
  void aStandbyIsNotWorkedWith() {
    server.writerConnected(OLD);

    assertThatThrownBy(() -> server.writerConnected(new ServerIdentity("new", false)))
        .hasMessageContaining("standby");
    assertThat(server.sees(new ServerIdentity("new", false))).isFalse();
  }

  @Test
  void anotherServerIsWorkedWithWhenWhatWasReadBeforeIsDropped() {
    server.onMoved(drops::add);
    server.writerConnected(OLD);
    long before = generation();
    assertThatThrownBy(() -> server.writerConnected(NEW)).hasMessageContaining("moved");
    assertThat(server.away()).isPresent();
    assertThatThrownBy(() -> server.writerConnected(OLD)).hasMessageContaining("not dropped");
    assertThat(drops).isEmpty();

    server.dropIfMoved();

    assertThat(drops).containsExactly("new");
    assertThat(server.away()).isPresent();
    server.writerConnected(NEW);
    assertThat(generation()).isGreaterThan(before);
    assertThat(server.is("old", generation())).isFalse();
    assertThat(server.is("new", generation())).isTrue();
    server.dropIfMoved();
    assertThat(drops).hasSize(1);
  }

  @Test
  void whatCannotBeDroppedIsDroppedLater() {
    server.onMoved(
        to -> {
          drops.add(to);
          if (drops.size() == 1) {
            throw new IllegalStateException("not yet");
          }
        });
    server.writerConnected(OLD);
    assertThat(server.sees(NEW)).isTrue();

    assertThatThrownBy(server::dropIfMoved).hasMessage("not yet");
    assertThat(server.isMoving()).isTrue();
    server.dropIfMoved();

    assertThat(server.isMoving()).isFalse();
    assertThat(drops).hasSize(2);
  }

  @Test
  void anotherNodeOnTheSameServerTellsNothingNew() {
    server.writerConnected(OLD);
    server.othersAreOn("old");
    assertThat(server.away()).isEmpty();

    server.othersAreOn("new");
    assertThat(server.away()).isPresent();
  }

  @Test
  void aDatabaseInTheProcessIsNeverAway() {
    CurrentServer embedded = CurrentServer.embedded();
    embedded.reconnecting();
    embedded.lost("the disk is full");

    assertThat(embedded.away()).isEmpty();
    assertThat(embedded.generation(System.nanoTime())).isPositive();
  }
}
