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
  private static final String ADDRESS = "127.0.0.1";
  private static final String NAME = "spillway";

  private final Path directory;
  private final List<PostgresServer> started = new ArrayList<>();
  private final TcpForwarder address;
  private PostgresServer primary;
  private PostgresServer standby;

  private DatabasePair(Path directory) {
    this.directory = directory;
    primary = PostgresServer.in(nextDirectory(), ADDRESS);
    started.add(primary);
    primary.createDatabase(NAME);
    standby = newStandby();
    address = TcpForwarder.to(primary.port());
  }

  /** Starts both, with their files below this directory. */
  public static DatabasePair in(Path directory) {
    return new DatabasePair(directory);
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
    return "jdbc:postgresql://" + ADDRESS + ":" + address.port() + "/" + NAME + "?user=postgres";
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
    primary.stop();
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
