package io.spillway.engine.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class UnreachableMemberTest {
  @Test
  void nobodyCanConnectToAMemberOfItsOwn()
      throws IOException, ExecutionException, InterruptedException {
    int port = Ports.free();
    try (Store store =
            SqliteStore.inMemory("unreachable", Clock.systemUTC(), new SimpleMeterRegistry());
        Grid grid = Grid.start(GridSettings.alone(port), store)) {
      assertThat(grid.hazelcast().getCluster().getLocalMember().getAddress().getPort())
          .isEqualTo(port);
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
          .isInstanceOf(ConnectException.class);
      assertThat(grid.segments().read(1, List.of(0)).toCompletableFuture().get())
          .as("segments are read and written as on any member")
          .isNotNull();
    }
  }
}
