package io.spillway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real PostgreSQL server on a free loopback port, from the programs that the system has. It keeps
 * nothing, and ends with this JVM. As root, it runs as the user postgres, since PostgreSQL refuses
 * to be root's.
 */
public final class PostgresServer {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Path programs;
  private final Path directory;
  private final int port;
  private Process process;

  private PostgresServer() {
    programs = findPrograms();
    try {
      directory = Files.createTempDirectory("spillway-postgres");
      run("chmod", "711", directory.toString());
      if (isRoot()) {
        run("chown", "postgres:", directory.toString());
      }
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(
        asPostgres(
            programs.resolve("initdb").toString(),
            "--pgdata=" + data(),
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"));
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    process = start();
  }

  /** The one server of this JVM. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final PostgresServer SERVER = new PostgresServer();
  }

  /** Makes an empty database and answers its JDBC URL. */
  public String newDatabase() {
    String name = "test" + DATABASES.incrementAndGet();
    run("postgres", "CREATE DATABASE " + name);
    return url(name);
  }

  /** Cuts every connection to the database at {@code url}. */
  public void cutConnections(String url) {
    String name = url.substring(url.lastIndexOf('/') + 1, url.indexOf('?'));
    run(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
  }

  /** Ends the server at once, as if its machine had failed, and starts it again. */
  public void restart() {
    stopWith("immediate");
    process = start();
  }

  /** Ends the server at once. */
  public void stop() {
    stopWith("immediate");
  }

  /** Starts the server again. */
  public void startAgain() {
    process = start();
  }

  private void stopWith(String mode) {
    run(
        asPostgres(
            programs.resolve("pg_ctl").toString(), "stop", "--pgdata=" + data(), "--mode=" + mode));
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
  }

  private void run(String database, String sql) {
    try (Connection connection = DriverManager.getConnection(url(database));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private Process start() {
    Process started =
        launch(
            asPostgres(
                programs.resolve("postgres").toString(),
                "-D",
                data(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200"));
    Awaitility.await("PostgreSQL").atMost(PATIENCE).until(this::answers);
    return started;
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(url("postgres"))) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private void end() {
    try {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private static Path findPrograms() {
    for (String parent : List.of("/usr/lib/postgresql", "/usr/local/bin", "/usr/bin")) {
      try (Stream<Path> found =
          Files.isDirectory(Path.of(parent))
              ? Files.find(Path.of(parent), 3, (file, info) -> file.endsWith("initdb"))
              : Stream.empty()) {
        List<Path> programs = found.sorted().toList();
        if (!programs.isEmpty()) {
          return programs.get(programs.size() - 1).toAbsolutePath().getParent();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException(
        "no PostgreSQL server is installed; scripts/test.sh installs one");
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String[] asPostgres(String... command) {
    List<String> whole = new ArrayList<>();
    if (isRoot()) {
      whole.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"));
    }
    whole.addAll(Arrays.asList(command));
    return whole.toArray(new String[0]);
  }

  private static void run(String... command) {
    try {
      Process process = launch(command);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Process launch(String... command) {
    try {
      return new ProcessBuilder(command)
          .directory(Path.of("/").toFile())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
