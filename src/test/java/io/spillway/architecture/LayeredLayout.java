package io.spillway.architecture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Places a graph whose edges point down on given rows, with few crossings: the method of Sugiyama,
 * Tagawa and Toda. An edge over several rows gets a place in each of them. Deterministic.
 */
final class LayeredLayout {
  private static final int SWEEPS = 40;
  private static final double GAP = 28;
  private static final double EDGE_WIDTH = 6;

  /** A box, or the place of an edge in a row that it passes. */
  private static final class Place {
    private final int row;
    private final double width;
    private final List<Place> above = new ArrayList<>();
    private final List<Place> below = new ArrayList<>();
    private double x;

    Place(int row, double width) {
      this.row = row;
      this.width = width;
    }

    private static double center(List<Place> neighbours, double otherwise) {
      return neighbours.stream().mapToDouble(place -> place.x).average().orElse(otherwise);
    }

    private double center() {
      List<Place> all = new ArrayList<>(above);
      all.addAll(below);
      return center(all, x);
    }
  }

  /** An edge between two boxes. */
  record Edge(String from, String to) {}

  private final List<List<Place>> rows = new ArrayList<>();
  private final Map<String, Place> boxes = new HashMap<>();
  private final Map<Edge, List<Place>> paths = new LinkedHashMap<>();

  /**
   * @param rows names of boxes, from the top down
   * @param widths of the boxes
   * @param edges from a row to a lower one
   */
  LayeredLayout(List<List<String>> rows, Map<String, Double> widths, List<Edge> edges) {
    for (List<String> names : rows) {
      List<Place> row = new ArrayList<>();
      for (String name : names) {
        Place box = new Place(this.rows.size(), widths.getOrDefault(name, 0.0));
        boxes.put(name, box);
        row.add(box);
      }
      this.rows.add(row);
    }
    edges.forEach(this::route);
    order();
    align();
  }

  private void route(Edge edge) {
    List<Place> path = new ArrayList<>();
    path.add(box(edge.from()));
    for (int row = box(edge.from()).row + 1; row < box(edge.to()).row; row++) {
      Place passed = new Place(row, EDGE_WIDTH);
      rows.get(row).add(passed);
      path.add(passed);
    }
    path.add(box(edge.to()));
    for (int i = 1; i < path.size(); i++) {
      path.get(i - 1).below.add(path.get(i));
      path.get(i).above.add(path.get(i - 1));
    }
    paths.put(edge, path);
  }

  private Place box(String name) {
    return Optional.ofNullable(boxes.get(name)).orElseThrow();
  }

  /** Sorts the rows by the centers of their neighbours, and keeps the order of fewest crossings. */
  private void order() {
    rows.forEach(LayeredLayout::number);
    List<List<Place>> best = copy();
    int fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      boolean down = sweep % 2 == 0;
      for (int i = 0; i < rows.size(); i++) {
        List<Place> row = rows.get(down ? i : rows.size() - 1 - i);
        row.sort(
            Comparator.comparingDouble(
                place -> Place.center(down ? place.above : place.below, place.x)));
        number(row);
      }
      int crossings = crossings();
      if (crossings < fewest) {
        fewest = crossings;
        best = copy();
      }
    }
    rows.clear();
    rows.addAll(best);
    rows.forEach(LayeredLayout::number);
  }

  private List<List<Place>> copy() {
    List<List<Place>> copy = new ArrayList<>();
    rows.forEach(row -> copy.add(new ArrayList<>(row)));
    return copy;
  }

  private static void number(List<Place> row) {
    for (int i = 0; i < row.size(); i++) {
      row.get(i).x = i;
    }
  }

  private int crossings() {
    int crossings = 0;
    for (List<Place> row : rows) {
      for (int left = 0; left < row.size(); left++) {
        for (Place right : row.subList(left + 1, row.size())) {
          for (Place ofLeft : row.get(left).below) {
            crossings += (int) right.below.stream().filter(ofRight -> ofRight.x < ofLeft.x).count();
          }
        }
      }
    }
    return crossings;
  }

  /** Moves every row as near to its neighbours as widths and gaps allow. */
  private void align() {
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 0; i < rows.size(); i++) {
        alignRow(rows.get(sweep % 2 == 0 ? i : rows.size() - 1 - i));
      }
    }
    double left =
        rows.stream()
            .flatMap(List::stream)
            .mapToDouble(place -> place.x - place.width / 2)
            .min()
            .orElse(0);
    rows.forEach(row -> row.forEach(place -> place.x -= left));
  }

  /** Some places side by side that move together. */
  private record Block(double sum, int count) {
    double mean() {
      return sum / count;
    }
  }

  /** The least squares of the distances, by pooling neighbours that would overlap. */
  private static void alignRow(List<Place> row) {
    double[] offsets = new double[row.size()];
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      if (i > 0) {
        offsets[i] = offsets[i - 1] + (row.get(i - 1).width + row.get(i).width) / 2 + GAP;
      }
      Block block = new Block(row.get(i).center() - offsets[i], 1);
      while (!blocks.isEmpty() && blocks.get(blocks.size() - 1).mean() > block.mean()) {
        Block before = blocks.remove(blocks.size() - 1);
        block = new Block(before.sum + block.sum, before.count + block.count);
      }
      blocks.add(block);
    }
    int i = 0;
    for (Block block : blocks) {
      for (int end = i + block.count; i < end; i++) {
        row.get(i).x = block.mean() + offsets[i];
      }
    }
  }

  /** The center of a box. */
  double centerOf(String name) {
    return box(name).x;
  }

  /** The centers of an edge in each row from its first to its last. */
  List<Double> pathOf(Edge edge) {
    return paths.getOrDefault(edge, List.of()).stream().map(place -> place.x).toList();
  }

  double width() {
    return rows.stream()
        .flatMap(List::stream)
        .mapToDouble(place -> place.x + place.width / 2)
        .max()
        .orElse(0);
  }
}
