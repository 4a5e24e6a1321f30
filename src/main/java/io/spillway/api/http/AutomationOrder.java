package io.spillway.api.http;

import io.spillway.api.http.json.EnumNames;
import io.spillway.api.http.json.Fields;
import io.spillway.domain.automation.Automation;
import io.spillway.store.AutomationRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The order of a search for automations other than newest first, which is that of the store. Rows
 * with the same key are ordered by id.
 *
 * @param field to sort by
 * @param ascending smallest first
 */
record AutomationOrder(SortField field, boolean ascending) {
  static final EnumNames<SortField> FIELDS =
      new EnumNames<>(SortField.class, "AUTOMATION_SORT_FIELD_").orBare();

  /** The order in {@code body}; empty for newest first. */
  static Optional<AutomationOrder> of(Fields body) {
    Optional<SortField> field = body.oneOf("sortField", FIELDS);
    Optional<SortDirection> direction = body.oneOf("direction", SortDirection.NAMES);
    if (field.isEmpty() && direction.isEmpty()) {
      return Optional.empty();
    }
    boolean ascending = direction.orElse(SortDirection.ASC) == SortDirection.ASC;
    AutomationOrder order = new AutomationOrder(field.orElse(SortField.CREATED_AT), ascending);
    return Optional.of(order).filter(o -> o.ascending || o.field != SortField.CREATED_AT);
  }

  /** Whether rows must have their documents to be ordered. */
  boolean readsDocuments() {
    return field == SortField.PRIMARY_TRIGGER_TYPE;
  }

  /** Where {@code row} is in this order, as a cursor. */
  String cursorOf(AutomationRecord row) {
    return key(row) + " " + row.automation().id();
  }

  /** Compares cursors. */
  Comparator<String> comparator() {
    Comparator<String> order =
        Comparator.comparing((String cursor) -> cursor.substring(0, cursor.lastIndexOf(' ')))
            .thenComparing(cursor -> cursor.substring(cursor.lastIndexOf(' ')));
    return ascending ? order : order.reversed();
  }

  private String key(AutomationRecord row) {
    Automation automation = row.automation();
    return switch (field) {
      case DISPLAY_NAME -> automation.profile().displayName().toLowerCase(Locale.ROOT);
      case CREATED_AT -> sortable(automation.createdAt());
      case LAST_EXECUTED_AT -> row.lastExecutedAt().map(AutomationOrder::sortable).orElse("");
      case ENABLED -> automation.enabled() ? "1" : "0";
      case PRIMARY_TRIGGER_TYPE -> TriggerTypes.primaryOf(automation);
    };
  }

  private static String sortable(Instant at) {
    return String.format(Locale.ROOT, "%015d", at.toEpochMilli());
  }

  /** The fields to sort by, in the order of their numbers. */
  enum SortField {
    DISPLAY_NAME,
    CREATED_AT,
    LAST_EXECUTED_AT,
    ENABLED,
    PRIMARY_TRIGGER_TYPE
  }
}
