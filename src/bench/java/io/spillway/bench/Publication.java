package io.spillway.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes the results of a run into docs/benchmarks.md, between two marks, and draws its charts. */
final class Publication {
  private static final String BEGIN = "<!-- bench:begin -->\n";
  private static final String END = "<!-- bench:end -->";

  private Publication() {}

  /** Arguments: the results, one JSON object a line; the document; the directory of the charts. */
  public static void main(String[] arguments) throws IOException {
    List<JsonObject> results =
        Files.readAllLines(Path.of(arguments[0])).stream().map(JsonObject::new).toList();
    Path document = Path.of(arguments[1]);
    Path charts = Path.of(arguments[2]).toAbsolutePath();
    String place = document.toAbsolutePath().resolveSibling("").relativize(charts) + "/";
    List<String> drawn = new Charts(results).drawInto(charts);
    Files.writeString(document, rewritten(Files.readString(document), text(results, drawn, place)));
  }

  /**
   * @throws IllegalArgumentException if a mark is missing
   */
  static String rewritten(String document, String between) {
    int from = document.indexOf(BEGIN);
    int to = document.indexOf(END);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("the document lacks " + BEGIN.trim() + " or " + END);
    }
    return document.substring(0, from + BEGIN.length()) + between + document.substring(to);
  }

  /** The text between the marks. */
  static String text(List<JsonObject> results, List<String> charts, String place) {
    StringBuilder text = new StringBuilder();
    JsonObject first = results.get(0);
    text.append("Medians, with the lowest and the highest run in parentheses, on ")
        .append(first.getString("machine"))
        .append(", ")
        .append(first.getString("jdk"))
        .append(", commit ")
        .append(first.getString("commit"))
        .append(". A ratio above 1 means that Spillway is better.\n\n");
    for (String chart : charts) {
      text.append("<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"")
          .append(place + chart + "-dark.svg\"><img alt=\"" + chart + "\" src=\"")
          .append(place + chart + "-light.svg\"></picture>\n");
    }
    text.append("\n| Benchmark | Case | Metric | Spillway | Peer | Peer's | Ratio |\n")
        .append("|---|---|---|---:|---|---:|---:|\n");
    results.forEach(result -> text.append(line(result)));
    return text.toString();
  }

  private static String line(JsonObject result) {
    boolean compared = result.containsKey("peer");
    String unit = result.getString("unit");
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %s | %s | %s | %s | %s |%n",
        result.getString("bench"),
        result.getString("case"),
        result.getString("metric"),
        values(result.getDouble("value"), result.getDouble("min"), result.getDouble("max"), unit),
        result.getString("peer", "–"),
        compared
            ? values(
                result.getDouble("peerValue"),
                result.getDouble("peerMin"),
                result.getDouble("peerMax"),
                unit)
            : "–",
        compared ? String.format(Locale.ROOT, "%.2f×", result.getDouble("ratio")) : "–");
  }

  private static String values(double median, double min, double max, String unit) {
    return Report.number(median)
        + " "
        + unit
        + " ("
        + Report.number(min)
        + " – "
        + Report.number(max)
        + ")";
  }
}
