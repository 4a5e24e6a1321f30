package io.spillway.bench;

import io.vertx.core.json.JsonObject;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler;

/** Draws results as bars: each chart once for a light and once for a dark page. */
final class Charts {
  private static final String SPILLWAY = "Spillway";
  private static final int WIDTH = 760;
  private static final int HEIGHT = 380;

  /** Told apart by people who do not see every colour, on either background. */
  private static final Color[] BARS = {
    new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0x999999)
  };

  /** Letters are drawn as outlines, in far more digits than a screen can show. */
  private static final Pattern FINE_DECIMALS = Pattern.compile("(\\d+\\.\\d\\d)\\d+");

  private final List<JsonObject> results;

  Charts(List<JsonObject> results) {
    this.results = List.copyOf(results);
  }

  /** Answers the names of the charts for which there were results. */
  List<String> drawInto(Path directory) throws IOException {
    Files.createDirectories(directory);
    List<String> drawn = new ArrayList<>();
    draw(
        directory,
        new Subject("resolve", "Paused executions resolved with RUN: seconds, lower is better"),
        result -> is(result, "bench", "resolve") && scenario(result).endsWith(" RUN"),
        result -> scenario(result).replace(" RUN", ""),
        drawn);
    draw(
        directory,
        new Subject("trigger", "Triggers of 200 B, one automation: per second, higher is better"),
        result ->
            is(result, "bench", "trigger")
                && is(result, "metric", "throughput")
                && scenario(result).startsWith("200 B, one automation, "),
        result -> scenario(result).replace("200 B, one automation, ", ""),
        drawn);
    return drawn;
  }

  /**
   * What a chart is about.
   *
   * @param name of its files
   * @param title for people
   */
  private record Subject(String name, String title) {}

  private static boolean is(JsonObject result, String member, String value) {
    return value.equals(result.getString(member));
  }

  private static String scenario(JsonObject result) {
    return result.getString("case");
  }

  private void draw(
      Path directory,
      Subject subject,
      Predicate<JsonObject> wanted,
      Function<JsonObject, String> group,
      List<String> drawn)
      throws IOException {
    Set<String> groups = new LinkedHashSet<>();
    Map<String, Map<String, Double>> series = new LinkedHashMap<>();
    for (JsonObject result : results.stream().filter(wanted).toList()) {
      groups.add(group.apply(result));
      put(series, SPILLWAY, group.apply(result), result.getDouble("value"));
      if (result.containsKey("peer")) {
        put(series, result.getString("peer"), group.apply(result), result.getDouble("peerValue"));
      }
    }
    if (groups.isEmpty()) {
      return;
    }
    drawn.add(subject.name());
    for (boolean dark : List.of(false, true)) {
      CategoryChart chart = styled(subject.title(), dark);
      chart.getStyler().setYAxisMin(below(series.values()));
      series.forEach(
          (name, values) ->
              chart.addSeries(name, List.copyOf(groups), heights(List.copyOf(groups), values)));
      Path file = directory.resolve(subject.name() + (dark ? "-dark" : "-light") + ".svg");
      VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
      Files.writeString(file, FINE_DECIMALS.matcher(Files.readString(file)).replaceAll("$1"));
    }
  }

  /** The power of ten below every value, where logarithmic bars begin. */
  private static double below(Collection<Map<String, Double>> series) {
    double least =
        series.stream()
            .flatMap(values -> values.values().stream())
            .mapToDouble(Double::doubleValue)
            .min()
            .orElseThrow();
    return Math.pow(10, Math.floor(Math.log10(least)));
  }

  /** Null where a peer was not measured, which draws no bar. */
  private static List<@Nullable Double> heights(List<String> groups, Map<String, Double> values) {
    List<@Nullable Double> heights = new ArrayList<>();
    groups.forEach(group -> heights.add(values.get(group)));
    return heights;
  }

  private static void put(
      Map<String, Map<String, Double>> series, String name, String group, double value) {
    series.computeIfAbsent(name, any -> new LinkedHashMap<>()).put(group, value);
  }

  private static CategoryChart styled(String title, boolean dark) {
    CategoryChart chart =
        new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).build();
    Color page = dark ? new Color(0x0D1117) : Color.WHITE;
    Color ink = dark ? new Color(0xE6EDF3) : new Color(0x1F2328);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setSeriesColors(BARS);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setLegendBorderColor(page);
    chart.getStyler().setLegendBackgroundColor(page);
    chart.getStyler().setChartBackgroundColor(page);
    chart.getStyler().setPlotBackgroundColor(page);
    chart.getStyler().setPlotBorderColor(page);
    chart.getStyler().setPlotGridLinesColor(dark ? new Color(0x30363D) : new Color(0xD0D7DE));
    chart.getStyler().setChartFontColor(ink);
    chart.getStyler().setAxisTickLabelsColor(ink);
    chart.getStyler().setAxisTickMarksColor(ink);
    return chart;
  }
}
