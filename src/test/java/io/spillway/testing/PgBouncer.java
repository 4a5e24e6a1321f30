package io.spillway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;

/**
 * A real PgBouncer in front of a PostgreSQL server, from the package that the system has. Everybody
 * may connect, as the user postgres.
 */
public final class PgBouncer implements AutoCloseable {
  /** How it gives its connections to clients, in its words. */
  public enum Mode {
    SESSION,
    TRANSACTION
  }

  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Enough for three nodes. */
  private static final int CONNECTIONS = 60;

  private final PostgresServer server;
  private final int port = Ports.free();
  private final Path directory;
  private final Process process;

  private PgBouncer(PostgresServer server, Mode mode, Path directory) {
    this.server = server;
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException(PROGRAM + " is not installed; scripts/test.sh installs it");
    }
    this.directory = directory;
    Path settings = directory.resolve("pgbouncer.ini");
    try {
      Files.writeString(settings, configuration(mode));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process =
        PostgresServer.launch(
            ProcessBuilder.Redirect.DISCARD,
            PostgresServer.asPostgres(PROGRAM.toString(), settings.toString()));
    Awaitility.await("PgBouncer").atMost(PATIENCE).until(this::listens);
  }

  /** Starts one in front of a server. */
  public static PgBouncer before(PostgresServer server, Mode mode) {
    try {
      Path directory = Files.createTempDirectory("spillway-pgbouncer");
      PostgresServer.run("chmod", "711", directory.toString());
      return new PgBouncer(server, mode, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String configuration(Mode mode) {
    return """
        [databases]
        * = host=127.0.0.1 port=%d user=postgres
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = %s
        default_pool_size = %d
        ignore_startup_parameters = extra_float_digits
        """
        .formatted(server.port(), port, mode.name().toLowerCase(Locale.ROOT), CONNECTIONS);
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new IllegalStateException("PgBouncer has ended with " + process.exitValue());
    }
    return Ports.isOpen(port);
  }

  /** The JDBC URL of a database of the server, through this pooler. */
  public String through(String url) {
    return url.replace(":" + server.port() + "/", ":" + port + "/");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    Directories.delete(directory);
  }
}
