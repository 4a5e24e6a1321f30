package io.spillway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real PostgreSQL server on a free port, from the programs that the system has. It keeps no data,
 * and ends with this JVM. As root, it runs as the user postgres, since PostgreSQL refuses to be
 * root's.
 */
public final class PostgresServer {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOOPBACK = "127.0.0.1";
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Path programs;
  private final Path directory;
  private final String address;
  private final boolean temporary;
  private final int port;
  private volatile Process process;

  private PostgresServer(
      Path directory, String address, boolean temporary, Optional<PostgresServer> primary) {
    this.directory = directory;
    this.address = address;
    this.temporary = temporary;
    programs = findPrograms();
    try {
      run("chmod", "711", directory.toString());
      if (isRoot()) {
        run("chown", "postgres:", directory.toString());
      }
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
        port = socket.getLocalPort();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    primary.ifPresentOrElse(this::copy, this::initialize);
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    process = start();
  }

  private void initialize() {
    run(
        asPostgres(
            programs.resolve("initdb").toString(),
            "--pgdata=" + data(),
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"));
    trust(address);
  }

  private void copy(PostgresServer primary) {
    run(
        asPostgres(
            programs.resolve("pg_basebackup").toString(),
            "--pgdata=" + data(),
            "--host=" + primary.address,
            "--port=" + primary.port,
            "--username=postgres",
            "--write-recovery-conf",
            "--wal-method=stream",
            "--checkpoint=fast",
            "--no-sync"));
  }

  /** The one server of this JVM. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final PostgresServer SERVER =
        new PostgresServer(temporaryDirectory(), LOOPBACK, true, Optional.empty());

    private static Path temporaryDirectory() {
      try {
        return Files.createTempDirectory("spillway-postgres");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * A server of its own, which has its data in this empty directory and leaves its log there.
   *
   * @param address of this machine to listen on; those in its network of 256 addresses may connect
   */
  public static PostgresServer in(Path directory, String address) {
    return new PostgresServer(directory, address, false, Optional.empty());
  }

  /**
   * A standby of this server, with its data in this empty directory. From now on a commit waits
   * until the standby has written it.
   */
  public PostgresServer standbyIn(Path standby) {
    PostgresServer copy = new PostgresServer(standby, address, false, Optional.of(this));
    configure("synchronous_standby_names = '*'");
    Awaitility.await("replication").atMost(PATIENCE).until(this::hasStandby);
    return copy;
  }

  private boolean hasStandby() {
    return query("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'").equals("1");
  }

  /** Ends the recovery of a standby: it takes writes, which wait for no other server. */
  public void promote() {
    configure("synchronous_standby_names = ''");
    query("SELECT pg_promote()");
  }

  /** Refuses writes from now on, also on connections that are open. */
  public void makeReadOnly() {
    setReadOnly("on");
  }

  /** Takes writes again. */
  public void makeWritable() {
    setReadOnly("off");
  }

  private void setReadOnly(String value) {
    configure("default_transaction_read_only = " + value);
    Awaitility.await().until(() -> query("SHOW default_transaction_read_only").equals(value));
  }

  /** Also where settings cannot be altered by SQL, such as on a standby. */
  private void configure(String setting) {
    try {
      Files.writeString(
          Path.of(data(), "postgresql.auto.conf"), setting + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    query("SELECT pg_reload_conf()");
  }

  private String query(String sql) {
    try (Connection connection = DriverManager.getConnection(url("postgres"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Lets this address and its neighbours connect, as the loopback address always may. */
  private void trust(String address) {
    if (address.equals(LOOPBACK)) {
      return;
    }
    try {
      Files.writeString(
          Path.of(data(), "pg_hba.conf"),
          "host all,replication all " + address + "/24 trust\n",
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates an empty database and returns its JDBC URL. */
  public String newDatabase() {
    return createDatabase("test" + DATABASES.incrementAndGet(), "");
  }

  /**
   * Creates an empty database and returns its JDBC URL.
   *
   * @param options of CREATE DATABASE
   */
  public String newDatabase(String options) {
    return createDatabase("test" + DATABASES.incrementAndGet(), options);
  }

  /** Creates an empty database of this name and returns its JDBC URL. */
  public String createDatabase(String name) {
    return createDatabase(name, "");
  }

  private String createDatabase(String name, String options) {
    run("postgres", "CREATE DATABASE " + name + " " + options);
    return url(name);
  }

  /** Creates a role, which has to give this password, and no rights. */
  public void newRole(String name, String password) {
    Path rules = Path.of(data(), "pg_hba.conf");
    try {
      Files.writeString(
          rules, "host all " + name + " all scram-sha-256\n" + Files.readString(rules));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run("postgres", "CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
    run("postgres", "SELECT pg_reload_conf()");
    Awaitility.await("a password is needed").atMost(PATIENCE).until(() -> !letsIn(name));
  }

  private boolean letsIn(String role) {
    try (Connection connection =
        DriverManager.getConnection(url("postgres").replace("user=postgres", "user=" + role))) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Cuts every connection to the database at {@code url}. */
  public void cutConnections(String url) {
    String name = url.substring(url.lastIndexOf('/') + 1, url.indexOf('?'));
    run(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
  }

  /** Where it listens. */
  public int port() {
    return port;
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

  /** Whether it runs. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** Ends the server in good order; whoever is connected is cut off. */
  public void stopOrderly() {
    stopWith("fast");
  }

  /** Starts the server again. */
  public void startAgain() {
    process = start();
  }

  /** Has all its processes stand still; connections stay open and are not answered. */
  public void freeze() {
    // Whoever starts others stops first.
    signal("STOP", process.toHandle());
    process.descendants().forEach(child -> signal("STOP", child));
  }

  /** Lets all its processes go on. */
  public void thaw() {
    process.descendants().forEach(child -> signal("CONT", child));
    signal("CONT", process.toHandle());
  }

  private static void signal(String name, ProcessHandle to) {
    try {
      // One that has ended meanwhile needs no signal.
      launch("kill", "-" + name, Long.toString(to.pid())).waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void stopWith(String mode) {
    run(
        asPostgres(
            programs.resolve("pg_ctl").toString(), "stop", "--pgdata=" + data(), "--mode=" + mode));
  }

  private String url(String database) {
    return "jdbc:postgresql://" + address + ":" + port + "/" + database + "?user=postgres";
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
            ProcessBuilder.Redirect.appendTo(directory.resolve("postgres.log").toFile()),
            asPostgres(
                programs.resolve("postgres").toString(),
                "-D",
                data(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=" + address,
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
                "-c",
                "fsync=" + synced(),
                "-c",
                "full_page_writes=" + synced()));
    Awaitility.await("PostgreSQL").atMost(PATIENCE).until(this::answers);
    return started;
  }

  /** A temporary server outlives killed processes only, which needs nothing on the disk. */
  private String synced() {
    return temporary ? "off" : "on";
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(url("postgres"))) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Ends the server and removes its data. Calling it twice is fine; the JVM does it at its end. */
  public synchronized void end() {
    try {
      if (process.isAlive()) {
        thaw();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
      Directories.delete(temporary ? directory : Path.of(data()));
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

  static String[] asPostgres(String... command) {
    List<String> whole = new ArrayList<>();
    if (isRoot()) {
      whole.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"));
    }
    whole.addAll(Arrays.asList(command));
    return whole.toArray(new String[0]);
  }

  static void run(String... command) {
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
    return launch(ProcessBuilder.Redirect.DISCARD, command);
  }

  static Process launch(ProcessBuilder.Redirect output, String... command) {
    try {
      return new ProcessBuilder(command)
          .directory(Path.of("/").toFile())
          .redirectErrorStream(true)
          .redirectOutput(output)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
