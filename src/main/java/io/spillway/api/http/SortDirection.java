package io.spillway.api.http;

import io.spillway.api.http.json.EnumNames;

/** The direction of a sorted list. */
enum SortDirection {
  ASC,
  DESC;

  static final EnumNames<SortDirection> NAMES =
      new EnumNames<>(SortDirection.class, "SORT_DIRECTION_").orBare();
}
