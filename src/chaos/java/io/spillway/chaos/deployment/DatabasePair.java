package io.spillway.chaos.deployment;

import io.spillway.testing.PostgresServer;
import io.spillway.testing.TcpForwarder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A primary and its standby behind one address, with synchronous replication: what the primary has
 * acknowledged is on the standby. One thread uses it.
 */
public final class DatabasePair implements AutoCloseable {
  private static final String NAME = "spillway";

  private final Path directory;
  private final String host;
  private final List<PostgresServer> started = new ArrayList<>();
  private final TcpForwarder address;
  private PostgresServer primary;
  private PostgresServer standby;

  private DatabasePair(Path directory, String host) {
    this.directory = directory;
    this.host = host;
    primary = PostgresServer.in(nextDirectory(), host);
    started.add(primary);
    primary.createDatabase(NAME);
    standby = newStandby();
    address = TcpForwarder.to(host, primary.port());
  }

  /** Starts both on an address of this machine, with their files below this directory. */
  public static DatabasePair in(Path directory, String host) {
    return new DatabasePair(directory, host);
  }

  private PostgresServer newStandby() {
    PostgresServer copy = primary.standbyIn(nextDirectory());
    started.add(copy);
    return copy;
  }

  private Path nextDirectory() {
    try {
      return Files.createDirectories(directory.resolve("postgres-" + (started.size() + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The database by the address that both are behind. */
  public String url() {
    return "jdbc:postgresql://" + host + ":" + port() + "/" + NAME + "?user=postgres";
  }

  /** The port that leads to the primary. */
  public int port() {
    return address.port();
  }

  /** The primary, as long as the standby is not one. */
  public PostgresServer primary() {
    return primary;
  }

  /** Ends the recovery of the standby. */
  public void promoteStandby() {
    standby.promote();
  }

  /** Leads new connections to the standby; those to the primary are left alone. */
  public void leadToStandby() {
    address.leadTo(standby.port());
  }

  /** Ends the old primary after a failover and makes a standby for the new one. */
  public void renew() {
    if (primary.isRunning()) {
      primary.stop();
    }
    primary.end();
    primary = standby;
    standby = newStandby();
  }

  @Override
  public void close() {
    address.close();
    started.forEach(PostgresServer::end);
  }
}
