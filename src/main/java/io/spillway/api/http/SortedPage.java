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
  private final TreeMap<String, AutomationRecord> rows;

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

  void offer(AutomationRecord row) {
    String cursor = order.cursorOf(row);
    if (after.isPresent() && order.comparator().compare(cursor, after.get()) <= 0) {
      return;
    }
    rows.put(cursor, row);
    if (rows.size() > size) {
      rows.pollLastEntry();
    }
  }

  List<AutomationRecord> rows() {
    return List.copyOf(rows.values());
  }
}
