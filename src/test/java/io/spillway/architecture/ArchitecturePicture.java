package io.spillway.architecture;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.spillway.app.Main;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws the packages on their floors, with an arrow to each package that another one uses.
 * Dependencies that follow from others are left out.
 */
public final class ArchitecturePicture {
  static final Path FILE = Path.of("docs", "architecture.svg");

  /** From the top down. */
  private static final List<Floor> FLOORS =
      List.of(
          new Floor("app", "#ede7f6", "#5e35b1"),
          new Floor("api", "#e3f2fd", "#1565c0"),
          new Floor("engine", "#e8f5e9", "#2e7d32"),
          new Floor("store", "#fff8e1", "#b26a00"),
          new Floor("domain", "#fce4ec", "#ad1457"));

  private static final double MARGIN = 20;
  private static final double LABEL = 90;
  private static final double BOX_HEIGHT = 34;
  private static final double ROW_HEIGHT = 78;
  private static final double FLOOR_PADDING = 24;
  private static final double FLOOR_GAP = 12;
  private static final double CAPTION = 46;
  private static final double CHARACTER = 8.1;

  /** A floor and its colours. */
  private record Floor(String name, String fill, String ink) {
    /** The demo is a client of its own, which uses no other package. */
    boolean has(String name) {
      return name.equals(this.name)
          || name.startsWith(this.name + ".")
          || (this.name.equals("app") && name.equals("demo"));
    }
  }

  private final PackageGraph graph;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Double> tops = new ArrayList<>();
  private final StringBuilder bands = new StringBuilder();
  private final StringBuilder body = new StringBuilder();

  private ArchitecturePicture(PackageGraph graph) {
    this.graph = graph.reduced();
  }

  /** Writes the picture; see {@code scripts/architecture.sh}. */
  public static void main(String[] arguments) throws IOException {
    URL classes = Main.class.getProtectionDomain().getCodeSource().getLocation();
    PackageGraph graph = PackageGraph.of(new ClassFileImporter().importUrl(classes));
    Files.writeString(Path.of(arguments[0]).resolve(FILE), of(graph));
  }

  static String of(PackageGraph graph) {
    return new ArchitecturePicture(graph).draw();
  }

  private String draw() {
    double y = MARGIN;
    List<double[]> extents = new ArrayList<>();
    for (Floor floor : FLOORS) {
      List<List<String>> rowsOfFloor = rowsOf(floor);
      double height = 2 * FLOOR_PADDING + (rowsOfFloor.size() - 1) * ROW_HEIGHT + BOX_HEIGHT;
      extents.add(new double[] {y, height});
      for (int i = 0; i < rowsOfFloor.size(); i++) {
        tops.add(y + FLOOR_PADDING + i * ROW_HEIGHT);
      }
      rows.addAll(rowsOfFloor);
      y += height + FLOOR_GAP;
    }
    List<LayeredLayout.Edge> edges = new ArrayList<>();
    Map<String, Double> widths = new HashMap<>();
    graph
        .uses()
        .forEach(
            (user, used) -> {
              widths.put(user, widthOf(user));
              used.forEach(name -> edges.add(new LayeredLayout.Edge(user, name)));
            });
    LayeredLayout layout = new LayeredLayout(rows, widths, edges);
    double width = MARGIN + LABEL + layout.width() + 2 * MARGIN;
    for (int i = 0; i < FLOORS.size(); i++) {
      band(FLOORS.get(i), extents.get(i)[0], extents.get(i)[1], width);
    }
    edges.forEach(edge -> arrow(edge, layout.pathOf(edge)));
    for (int row = 0; row < rows.size(); row++) {
      for (String name : rows.get(row)) {
        box(name, layout.centerOf(name), tops.get(row));
      }
    }
    return document(width, y - FLOOR_GAP + CAPTION);
  }

  /** Packages in rows, so that arrows within the floor point down too. */
  private List<List<String>> rowsOf(Floor floor) {
    List<List<String>> rowsUp = new ArrayList<>();
    for (String name : graph.uses().keySet()) {
      if (floor.has(name)) {
        int height = heightOf(name, floor);
        while (rowsUp.size() <= height) {
          rowsUp.add(0, new ArrayList<>());
        }
        rowsUp.get(rowsUp.size() - 1 - height).add(name);
      }
    }
    return rowsUp;
  }

  private int heightOf(String name, Floor floor) {
    return graph.usedBy(name).stream()
        .filter(floor::has)
        .mapToInt(used -> heightOf(used, floor) + 1)
        .max()
        .orElse(0);
  }

  private static double widthOf(String name) {
    return name.length() * CHARACTER + 26;
  }

  private void band(Floor floor, double top, double height, double width) {
    append(
        bands,
        "  <rect x=\"%.0f\" y=\"%.0f\" width=\"%.0f\" height=\"%.0f\" rx=\"10\" fill=\"%s\"/>%n",
        MARGIN,
        top,
        width - 2 * MARGIN,
        height,
        floor.fill);
    append(
        bands,
        "  <text x=\"%.0f\" y=\"%.0f\" class=\"floor\" fill=\"%s\">%s</text>%n",
        MARGIN + 18,
        top + height / 2 + 6,
        floor.ink,
        floor.name);
  }

  private void box(String name, double center, double top) {
    String ink = FLOORS.stream().filter(floor -> floor.has(name)).findFirst().orElseThrow().ink();
    double width = widthOf(name);
    append(
        body,
        "  <rect x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" height=\"%.0f\" rx=\"6\" fill=\"#ffffff\" stroke=\"%s\" stroke-width=\"1.5\"/>%n",
        left() + center - width / 2,
        top,
        width,
        BOX_HEIGHT,
        ink);
    append(
        body,
        "  <text x=\"%.1f\" y=\"%.0f\" class=\"box\">%s</text>%n",
        left() + center,
        top + BOX_HEIGHT / 2 + 5,
        name);
  }

  private static double left() {
    return MARGIN + LABEL;
  }

  /** A curve that is vertical in each row. */
  private void arrow(LayeredLayout.Edge edge, List<Double> centers) {
    int row = rowOf(edge.from());
    double x = left() + centers.get(0);
    double y = tops.get(row) + BOX_HEIGHT;
    append(body, "  <path class=\"arrow\" d=\"M %.1f %.1f", x, y);
    for (int i = 1; i < centers.size(); i++) {
      boolean last = i == centers.size() - 1;
      double nextX = left() + centers.get(i);
      double nextY = tops.get(row + i) - (last ? 3 : 0);
      double middle = (y + nextY) / 2;
      append(body, " C %.1f %.1f %.1f %.1f %.1f %.1f", x, middle, nextX, middle, nextX, nextY);
      x = nextX;
      y = nextY;
      if (!last) {
        y += BOX_HEIGHT;
        append(body, " L %.1f %.1f", x, y);
      }
    }
    append(body, "\"/>%n");
  }

  private int rowOf(String name) {
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row).contains(name)) {
        return row;
      }
    }
    throw new IllegalStateException("package " + name + " is on no floor");
  }

  private String document(double width, double height) {
    StringBuilder all = new StringBuilder();
    append(
        all,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" role=\"img\">%n",
        width,
        height,
        width,
        height);
    append(all, "  <title>The packages below io.spillway and their dependencies</title>%n");
    append(all, "  <style>%n");
    append(all, "    text { font-family: Helvetica, Arial, sans-serif; }%n");
    append(all, "    .floor { font-size: 17px; font-weight: bold; }%n");
    append(all, "    .box { font-size: 14px; text-anchor: middle; fill: #212121; }%n");
    append(all, "    .caption { font-size: 13px; fill: #616161; }%n");
    append(
        all,
        "    .arrow { fill: none; stroke: #607d8b; stroke-width: 1.4; marker-end: url(#head); }%n");
    append(all, "  </style>%n");
    append(
        all,
        "  <defs><marker id=\"head\" viewBox=\"0 0 10 10\" refX=\"8\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M 0 1 L 9 5 L 0 9 z\" fill=\"#607d8b\"/></marker></defs>%n");
    append(all, "  <rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n");
    all.append(bands).append(body);
    append(
        all,
        "  <text x=\"%.0f\" y=\"%.0f\" class=\"caption\">An arrow points to a package that is used. Arrows that follow from others are left out.</text>%n",
        MARGIN,
        height - 18);
    append(all, "</svg>%n");
    return all.toString();
  }

  private static void append(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
  }
}
