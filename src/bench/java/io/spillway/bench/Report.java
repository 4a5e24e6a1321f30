package io.spillway.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a benchmark measured: a table for people, a JSON object a line for machines. */
final class Report {
  private static final String LAYOUT = "%-34s %-20s %-28s %-34s %-28s %s%n";

  private final String bench;
  private final Environment environment;
  private final Optional<Path> json;
  private final List<ReportRow> rows = new ArrayList<>();

  Report(String bench, Environment environment, Optional<Path> json) {
    this.bench = bench;
    this.environment = environment;
    this.json = json;
  }

  /** Tells how far the benchmark is; goes to standard error. */
  void progress(String format, Object... arguments) {
    System.err.println(bench + ": " + String.format(Locale.ROOT, format, arguments));
  }

  void add(ReportRow row) {
    rows.add(row);
    json.ifPresent(file -> append(file, line(row)));
  }

  /** One row for each peer, or one without. */
  void add(
      String scenario,
      String metric,
      ReportRow.Unit unit,
      Measurement ours,
      List<ReportRow.Peer> peers) {
    if (peers.isEmpty()) {
      add(new ReportRow(scenario, metric, unit, ours, Optional.empty()));
    }
    peers.forEach(peer -> add(new ReportRow(scenario, metric, unit, ours, Optional.of(peer))));
  }

  private JsonObject line(ReportRow row) {
    JsonObject line =
        new JsonObject()
            .put("bench", bench)
            .put("case", row.scenario())
            .put("metric", row.metric())
            .put("value", row.ours().median())
            .put("unit", row.unit().symbol)
            .put("min", row.ours().min())
            .put("max", row.ours().max())
            .put("runs", row.ours().runs());
    row.peer()
        .ifPresent(
            peer ->
                line.put("peer", peer.name())
                    .put("peerValue", peer.values().median())
                    .put("peerMin", peer.values().min())
                    .put("peerMax", peer.values().max())
                    .put("peerRuns", peer.values().runs()));
    row.ratio().ifPresent(ratio -> line.put("ratio", ratio));
    return line.mergeIn(environment.json());
  }

  private static void append(Path file, JsonObject line) {
    try {
      Files.writeString(
          file, line.encode() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints the table to standard output. */
  void print() {
    System.out.printf("%n%s, %s%n%n", bench, environment.text());
    System.out.printf(
        LAYOUT, "case", "metric", "spillway (min – max)", "peer", "peer (min – max)", "ratio");
    for (ReportRow row : rows) {
      String unit = row.unit().symbol;
      System.out.printf(
          LAYOUT,
          row.scenario(),
          row.metric(),
          text(row.ours(), unit),
          row.peer().map(ReportRow.Peer::name).orElse("–"),
          row.peer().map(peer -> text(peer.values(), unit)).orElse("–"),
          row.ratio().map(ratio -> String.format(Locale.ROOT, "%.2f×", ratio)).orElse("–"));
    }
  }

  private static String text(Measurement values, String unit) {
    return number(values.median())
        + " "
        + unit
        + " ("
        + number(values.min())
        + " – "
        + number(values.max())
        + ")";
  }

  static String number(double value) {
    int decimals = Math.abs(value) >= 1_000 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
