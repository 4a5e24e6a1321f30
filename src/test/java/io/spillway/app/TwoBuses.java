package io.spillway.app;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.engine.grid.Grid;
import io.spillway.engine.grid.GridSettings;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.Ports;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The grids and event buses of two members in one JVM. */
final class TwoBuses implements AutoCloseable {
  private static final String CLUSTER = "two-buses-test";
  private static final String ADDRESS = "127.0.0.1";

  private final List<Integer> ports = Stream.generate(Ports::free).distinct().limit(4).toList();
  private final List<String> addresses =
      ports.stream().limit(2).map(port -> ADDRESS + ":" + port).toList();
  private final Store store =
      SqliteStore.inMemory("two-buses", Clock.systemUTC(), new SimpleMeterRegistry());
  private final List<Grid> grids = List.of(grid(0), grid(1));
  private final List<Vertx> buses;

  /**
   * @param tls of both event buses
   */
  TwoBuses(Optional<Settings.ClusterTls> tls) throws Exception {
    buses = List.of(bus(0, tls), bus(1, tls));
  }

  private Grid grid(int number) {
    return Grid.start(
        new GridSettings(
            CLUSTER, ADDRESS, ports.get(number), addresses, Optional.empty(), 0, Optional.empty()),
        store);
  }

  private Vertx bus(int number, Optional<Settings.ClusterTls> tls) throws Exception {
    return NodeVertx.start(
            new Settings.Cluster(
                CLUSTER,
                ADDRESS,
                ports.get(number),
                ports.get(2 + number),
                addresses,
                Optional.empty(),
                0,
                Optional.empty(),
                tls),
            grids.get(number))
        .await(60, TimeUnit.SECONDS);
  }

  /** The first of them. */
  Vertx here() {
    return buses.get(0);
  }

  /** The other. */
  Vertx there() {
    return buses.get(1);
  }

  /** Where the event bus of the other listens. */
  int busPortThere() {
    return ports.get(3);
  }

  @Override
  public void close() throws TimeoutException {
    for (Vertx bus : buses) {
      bus.close().await(30, TimeUnit.SECONDS);
    }
    grids.forEach(Grid::close);
    store.close();
  }
}
