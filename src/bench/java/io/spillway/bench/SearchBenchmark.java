package io.spillway.bench;

import io.spillway.harness.Backlog;
import io.spillway.harness.Options;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * Pages of the executions of one automation among many: the first one of the paused, one far down,
 * and the few in another state; each also without any others around. PostgreSQL reads the same rows
 * by the same cursor, over JDBC.
 */
final class SearchBenchmark {
  static final Set<String> FLAGS =
      Set.of("executions", "automations", "own", "requests", "warm-up", "runs", "context", "peers");

  private static final String SEARCH = "/api/v1/search/automation_executions";
  private static final String PREFIX = "AUTOMATION_EXECUTION_STATE_";
  private static final int PAGE = 25;
  private static final int FAR_PAGE = 1_000;
  private static final int TERMINATED = 20;
  private static final long MAX_NANOS = 60_000_000_000L;
  private static final double NANOS_A_MILLI = 1e6;

  private final Report report;
  private final Workspace workspace;
  private final int own;
  private final int requests;
  private final int warmUp;
  private final int runs;
  private final int contextBytes;
  private final Optional<PostgresPeer> postgres;

  private SearchBenchmark(Report report, Workspace workspace, Options options) {
    this.report = report;
    this.workspace = workspace;
    own = options.number("own", 30_000);
    requests = options.number("requests", 300);
    warmUp = options.number("warm-up", 3_000);
    runs = options.number("runs", 5);
    contextBytes = options.number("context", 200);
    postgres =
        Peers.of(options, List.of("postgresql")).isEmpty() ? Optional.empty() : PostgresPeer.open();
  }

  static void run(Report report, Workspace workspace, Options options) {
    int automations = options.number("automations", 1_000);
    SearchBenchmark benchmark = new SearchBenchmark(report, workspace, options);
    if (automations > 1) {
      benchmark.measure(1, 0);
    }
    for (int executions : options.numbers("executions", List.of(4_000_000))) {
      benchmark.measure(automations, Math.max(1, (executions - benchmark.own) / automations));
    }
    benchmark.postgres.ifPresent(PostgresPeer::close);
  }

  private void measure(int automations, int each) {
    int total = own + (automations - 1) * each;
    report.progress("putting %,d executions into the store, not over HTTP", total);
    byte[] context = Contexts.utf8(contextBytes);
    Backlog backlog =
        workspace.prepare(
            "data",
            into -> {
              for (int number = 1; number < automations; number++) {
                into.add("other-" + number, each, context);
              }
              return into.add("searched", own, context);
            });
    postgres.ifPresent(peer -> fill(peer, automations, each));
    try (BenchNode node = BenchNode.start(workspace.path("data"))) {
      NodeClient client = node.signIn();
      terminateSome(client, backlog);
      Page first = new Page("PAUSED_BY_CIRCUIT_BREAKER", 10, "");
      for (int number = 0; number < warmUp; number++) {
        client.post(SEARCH, first.body());
      }
      String scope = String.format("%,d of %,d in all", own, total);
      int far = Math.min(FAR_PAGE, own / PAGE - 1);
      compare(scope + ", first page", client, first, 1);
      compare(
          scope + String.format(", page %,d", far),
          client,
          new Page("PAUSED_BY_CIRCUIT_BREAKER", 10, tokenOf(client, far)),
          far);
      compare(scope + ", few in a state", client, new Page("TERMINATE", 9, ""), 1);
    } finally {
      workspace.delete("data");
    }
  }

  private void fill(PostgresPeer peer, int automations, int each) {
    peer.fill(
        automations,
        Math.max(1, each),
        Contexts.ofBytes(contextBytes),
        PostgresPeer.BY_STATE_AND_ID);
    peer.run(
        "INSERT INTO execution (automation_id, state, generation, created_at, updated_at, context)"
            + " SELECT 'searched', 10, 1, n, n, '"
            + Contexts.ofBytes(contextBytes)
            + "' FROM generate_series(1, "
            + own
            + ") n");
    peer.run(
        "UPDATE execution SET state = 9 WHERE execution_id IN (SELECT execution_id FROM execution"
            + " WHERE automation_id = 'searched' ORDER BY execution_id LIMIT "
            + TERMINATED
            + ")");
    peer.run("VACUUM ANALYZE execution");
    peer.renew();
  }

  /** The oldest ones, which a search from the newest finds last. */
  private static void terminateSome(NodeClient client, Backlog backlog) {
    for (int slot = 0; slot < TERMINATED; slot++) {
      client.post(
          "/api/v1/automation_executions/" + backlog.executionId(0, slot) + "/actions/terminate",
          new JsonObject());
    }
  }

  private static String tokenOf(NodeClient client, int page) {
    String token = "";
    for (int number = 1; number < page; number++) {
      token =
          client
              .post(SEARCH, new Page("PAUSED_BY_CIRCUIT_BREAKER", 10, token).body())
              .getString("nextPageToken");
    }
    return token;
  }

  /**
   * What is asked.
   *
   * @param state its name
   * @param code its code in PostgreSQL
   * @param token of the page
   */
  private record Page(String state, int code, String token) {
    JsonObject body() {
      return new JsonObject()
          .put("automationTemplateId", "searched")
          .put("executionStepStates", new JsonArray().add(PREFIX + state))
          .put("pageSize", PAGE)
          .put("pageToken", token);
    }
  }

  private void compare(String scenario, NodeClient client, Page page, int number) {
    Series ours = new Series();
    Series theirs = new Series();
    Optional<PreparedStatement> query = postgres.map(peer -> prepare(peer, page.code(), number));
    for (int run = -1; run < runs; run++) {
      Histogram own = time(() -> client.post(SEARCH, page.body()).getJsonArray("list").size());
      Optional<Histogram> peer = query.map(statement -> time(() -> rows(statement)));
      if (run >= 0) {
        ours.add(own);
        peer.ifPresent(theirs::add);
      }
    }
    report.add(
        scenario,
        "p50",
        ReportRow.Unit.MILLISECONDS,
        Measurement.of(ours.p50),
        theirs.peer(theirs.p50));
    report.add(
        scenario,
        "p99",
        ReportRow.Unit.MILLISECONDS,
        Measurement.of(ours.p99),
        theirs.peer(theirs.p99));
    report.progress("%s: p50 %.2f ms", scenario, Measurement.of(ours.p50).median());
  }

  /** One after the other, as an administrator pages; each must answer at least one row. */
  private Histogram time(Search search) {
    Histogram latencies = new Histogram(MAX_NANOS, 3);
    for (int number = 0; number < requests; number++) {
      long start = System.nanoTime();
      int rows = search.rows();
      latencies.recordValue(System.nanoTime() - start);
      if (rows == 0) {
        throw new IllegalStateException("a search has found nothing");
      }
    }
    return latencies;
  }

  @FunctionalInterface
  private interface Search {
    int rows();
  }

  private PreparedStatement prepare(PostgresPeer peer, int state, int page) {
    String select =
        "SELECT * FROM execution WHERE automation_id = 'searched' AND state = ?"
            + " AND execution_id < ? ORDER BY execution_id DESC LIMIT "
            + PAGE;
    try {
      PreparedStatement statement = peer.connection().prepareStatement(select);
      statement.setInt(1, state);
      statement.setLong(2, Long.MAX_VALUE);
      if (page > 1) {
        try (PreparedStatement skip =
                peer.connection()
                    .prepareStatement(
                        "SELECT max(execution_id) - ? FROM execution"
                            + " WHERE automation_id = 'searched'");
            ResultSet row = query(skip, (long) (page - 1) * PAGE)) {
          row.next();
          statement.setLong(2, row.getLong(1) + 1);
        }
      }
      return statement;
    } catch (SQLException e) {
      throw new IllegalStateException(select, e);
    }
  }

  private static ResultSet query(PreparedStatement statement, long parameter) throws SQLException {
    statement.setLong(1, parameter);
    return statement.executeQuery();
  }

  private static int rows(PreparedStatement statement) {
    try (ResultSet rows = statement.executeQuery()) {
      int count = 0;
      while (rows.next()) {
        rows.getString("context");
        count++;
      }
      return count;
    } catch (SQLException e) {
      throw new IllegalStateException("a search failed", e);
    }
  }

  private static final class Series {
    final List<Double> p50 = new ArrayList<>();
    final List<Double> p99 = new ArrayList<>();

    void add(Histogram latencies) {
      p50.add(latencies.getValueAtPercentile(50) / NANOS_A_MILLI);
      p99.add(latencies.getValueAtPercentile(99) / NANOS_A_MILLI);
    }

    List<ReportRow.Peer> peer(List<Double> values) {
      return values.isEmpty()
          ? List.of()
          : List.of(new ReportRow.Peer(PostgresPeer.NAME, Measurement.of(values)));
    }
  }
}
