package io.spillway.chaos.deployment;

import io.spillway.chaos.history.Journal;
import io.spillway.testing.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The database, the network and the nodes of a run, with their files below one directory. */
public final class Deployment implements AutoCloseable {
  /** Below the ports that outgoing connections take, which could come in between. */
  private static final int MIN_PORT = 15_000;

  private static final int BEYOND_PORTS = 32_000;

  private final Path directory;
  private final Network network;
  private final DatabasePair databases;
  private final Database database;
  private final FaultyCluster cluster;

  private Deployment(
      Path directory, Network network, int nodes, Journal journal, DatabasePair databases) {
    this.directory = directory;
    this.network = network;
    this.databases = databases;
    this.database = new Database(databases.url());
    Path jar = Path.of(System.getProperty("spillway.jar", "target/spillway.jar")).toAbsolutePath();
    this.cluster =
        new FaultyCluster(
            new NodeCommand(jar, locations(nodes), database.url(), writtenSecret()),
            network,
            FakeTime.find(),
            journal);
  }

  /** Starts a database with a standby, and makes places for nodes, of which none runs yet. */
  public static Deployment open(Path directory, Network network, int nodes, Journal journal) {
    DatabasePair databases = DatabasePair.in(made(directory, "postgres"), network.center());
    Deployment deployment = new Deployment(directory, network, nodes, journal, databases);
    Runtime.getRuntime().addShutdownHook(new Thread(deployment::close));
    return deployment;
  }

  /** A network that can be cut if that is possible and wanted. */
  public static Network network(int nodes, boolean toBeCut) {
    return toBeCut ? Namespaces.open(nodes) : new Loopback();
  }

  /** Whether connections can be cut here; it is tried. */
  public static boolean canCutNetwork() {
    try (Namespaces one = Namespaces.open(1)) {
      return one.canCut();
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Whether clocks can be wrong here. */
  public static boolean hasClocks() {
    return FakeTime.find().isPresent();
  }

  private static Path made(Path directory, String name) {
    try {
      return Files.createDirectories(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<NodeLocation> locations(int nodes) {
    List<NodeLocation> locations = new ArrayList<>();
    for (int node = 1; node <= nodes; node++) {
      locations.add(
          new NodeLocation(
              node,
              network.hostOf(node),
              freePort(),
              freePort(),
              made(directory, "node-" + node),
              directory.resolve("node-" + node + ".log")));
    }
    return locations;
  }

  private Path writtenSecret() {
    try {
      return Files.writeString(
          directory.resolve("cluster-secret"), UUID.randomUUID().toString() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(MIN_PORT, BEYOND_PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken: try another one.
      }
    }
  }

  public FaultyCluster cluster() {
    return cluster;
  }

  public DatabasePair databases() {
    return databases;
  }

  /** The server that is the primary now. */
  public PostgresServer postgres() {
    return databases.primary();
  }

  public Database database() {
    return database;
  }

  public Network network() {
    return network;
  }

  /** Ends everything. Calling it twice is fine; the JVM does it at its end. */
  @Override
  public synchronized void close() {
    cluster.close();
    databases.close();
    network.close();
  }
}
