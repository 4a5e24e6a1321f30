package io.spillway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own load generator, inserting an execution and committing. */
final class Pgbench {
  static final String NAME = "pgbench INSERT";

  private static final String NO_TRANSACTION = "number of transactions actually processed: 0\n";
  private static final Pattern RATE = Pattern.compile("(?m)^tps = ([0-9.]+)");

  private final String program;
  private final String port;
  private final Path script;

  private Pgbench(String program, String port, Path script) {
    this.program = program;
    this.port = port;
    this.script = script;
  }

  /** For the server that the script has started, if it has. */
  static Optional<Pgbench> open(Workspace workspace) {
    String program = System.getenv("BENCH_PGBENCH");
    String port = System.getenv("BENCH_POSTGRES_PORT");
    return program == null || port == null
        ? Optional.empty()
        : Optional.of(new Pgbench(program, port, workspace.path("insert.sql")));
  }

  /**
   * Inserts into the table that {@link PostgresPeer} makes; answers commits a second. A disk that
   * stands still for the whole time makes that 0: pgbench then prints no rate.
   */
  double insert(int clients, int seconds, int automations, String context) {
    String automation =
        automations == 1
            ? "'" + PostgresPeer.automation(0) + "'"
            : "'automation-' || lpad((:n)::text, 16, '0')";
    String sql =
        (automations == 1 ? "" : "\\set n random(0, " + (automations - 1) + ")\n")
            + "INSERT INTO execution (automation_id, state, generation, created_at, updated_at,"
            + " context) VALUES ("
            + automation
            + ", 1, 0, 1760000000000, 1760000000000, '"
            + context
            + "');\n";
    try {
      Files.writeString(script, sql);
      Process process =
          new ProcessBuilder(
                  List.of(
                      program,
                      "--host=127.0.0.1",
                      "--port=" + port,
                      "--username=postgres",
                      "--no-vacuum",
                      "--protocol=prepared",
                      "--client=" + clients,
                      "--jobs=" + Math.min(clients, 2),
                      "--time=" + seconds,
                      "--file=" + script,
                      PostgresPeer.DATABASE))
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher rate = RATE.matcher(said);
      if (process.waitFor() == 0 && said.contains(NO_TRANSACTION)) {
        return 0;
      }
      if (process.exitValue() != 0 || !rate.find()) {
        throw new IllegalStateException("pgbench failed: " + said);
      }
      return Double.parseDouble(rate.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for pgbench", e);
    }
  }
}
