package io.spillway.api.http;

import io.spillway.store.AutomationRecord;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Collects the first automations after a cursor, in some order, from rows that come in another. */
final class SortedPage {
  private final AutomationOrder order;
  private final Optional<String> after;
  private final int size;
  private final TreeMap<String, Row> rows;

  /**
   * An automation and where it is.
   *
   * @param automation its outline
   */
  record Row(String cursor, AutomationRecord automation) {}

  /**
   * @param after the cursor before the first row; empty for the first page
   * @param size the number of rows to collect
   */
  SortedPage(AutomationOrder order, Optional<String> after, int size) {
    this.order = order;
    this.after = after;
    this.size = size;
    this.rows = new TreeMap<>(order.comparator());
  }

  /**
   * Takes an automation if it is among the first.
   *
   * @param cursor where it is in the order
   * @param outline of it
   */
  void offer(String cursor, AutomationRecord outline) {
    if (after.isPresent() && order.comparator().compare(cursor, after.get()) <= 0) {
      return;
    }
    rows.put(cursor, new Row(cursor, outline));
    if (rows.size() > size) {
      rows.pollLastEntry();
    }
  }

  List<Row> rows() {
    return List.copyOf(rows.values());
  }
}
