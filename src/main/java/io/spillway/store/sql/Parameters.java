package io.spillway.store.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;

/** Sets the parameters of a statement from Java values. */
final class Parameters {
  private Parameters() {}

  /**
   * Sets all parameters in order. Takes strings, integers, longs, booleans (as 0 and 1), byte
   * arrays, instants (as epoch milliseconds), enums (by name), and optionals of these (empty is
   * NULL).
   */
  static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      set(statement, i + 1, values[i]);
    }
  }

  private static void set(PreparedStatement statement, int index, Object value)
      throws SQLException {
    if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else if (value instanceof Instant instant) {
      statement.setLong(index, instant.toEpochMilli());
    } else if (value instanceof Boolean flag) {
      statement.setInt(index, flag ? 1 : 0);
    } else if (value instanceof Enum<?> constant) {
      statement.setString(index, constant.name());
    } else if (value instanceof Optional<?> optional && optional.isPresent()) {
      set(statement, index, optional.get());
    } else if (value instanceof Optional<?>) {
      statement.setNull(index, Types.NULL);
    } else {
      throw new IllegalArgumentException("no SQL type for " + value.getClass());
    }
  }
}
