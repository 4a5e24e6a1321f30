package io.spillway.engine.grid;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.Ports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The port of a member, and what is no member. */
class ClusterPortTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** A paused member accepts, as long as its machine is up. */
  @Test
  void nothingIsSpentOnAPeerThatAcceptsAndSaysNothing() throws Exception {
    try (Store store = store()) {
      CompletableFuture<Grid> starting;
      try (ServerSocket peer = new ServerSocket(0, 50, LOOPBACK)) {
        GridSettings settings = settings(Ports.free(), peer.getLocalPort());
        starting = CompletableFuture.supplyAsync(() -> Grid.start(settings, store));
        try (Socket connection = peer.accept()) {
          // The member has introduced itself, and waits for the peer to do so.
          assertThat(new String(connection.getInputStream().readNBytes(3), US_ASCII))
              .isEqualTo("HZC");
          long from = System.nanoTime();
          long spent = writing();

          TimeUnit.SECONDS.sleep(1);

          assertThat(writing() - spent).isLessThan((System.nanoTime() - from) / 4);
        }
      }
      starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).close();
    }
  }

  /** Those of clients of the grid, and what else Hazelcast answers to on its usual port. */
  @Test
  void otherProtocolsThanThatOfMembersAreRefused() throws IOException {
    int port = Ports.free();
    try (Store store = store();
        Grid grid = Grid.start(settings(port, port), store)) {
      for (String greeting : List.of("CB2", "GET")) {
        try (Socket stranger = new Socket(LOOPBACK, port)) {
          stranger.setSoTimeout((int) PATIENCE.toMillis());
          stranger.getOutputStream().write(greeting.getBytes(US_ASCII));

          assertThat(untilClosed(stranger)).as(greeting).isIn("HZX", "");
        }
      }
      assertThat(grid.membership().nodes()).hasSize(1);
    }
  }

  @Test
  void nothingListensOnOtherAddresses() throws IOException {
    int port = Ports.free();
    try (Store store = store();
        Grid grid = Grid.start(settings(port, port), store)) {
      assertThat(grid.membership().nodes()).hasSize(1);
      new Socket(LOOPBACK, port).close();
      InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
      assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> new Socket(other, port).close());
    }
  }

  private static String untilClosed(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (SocketException reset) {
      return "";
    }
  }

  private static Store store() {
    return SqliteStore.inMemory("cluster-port", Clock.systemUTC(), new SimpleMeterRegistry());
  }

  private static GridSettings settings(int port, int peer) {
    return new GridSettings(
        "cluster-port-test",
        "127.0.0.1",
        port,
        List.of("127.0.0.1:" + peer, "127.0.0.1:" + port),
        Optional.empty(),
        0,
        Optional.empty());
  }

  /** The processor time of the threads that write to peers, in nanoseconds. */
  private long writing() {
    return Arrays.stream(threads.dumpAllThreads(false, false))
        .filter(thread -> thread.getThreadName().contains(".IO.thread-out-"))
        .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }
}
