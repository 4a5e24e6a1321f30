package io.spillway.api.http.json;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names of an enum in JSON, each with the prefix of the enum.
 *
 * @param <E> the enum
 */
public final class EnumNames<E extends Enum<E>> {
  private final String prefix;
  private final Map<String, E> byName = new LinkedHashMap<>();

  /**
   * @param type the enum
   * @param prefix of each name
   */
  public EnumNames(Class<E> type, String prefix) {
    this.prefix = prefix;
    Arrays.stream(type.getEnumConstants()).forEach(e -> byName.put(prefix + e.name(), e));
  }

  public String nameOf(E value) {
    return prefix + value.name();
  }

  Optional<E> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Whether {@code name} is the zero value that every proto3 enum has. */
  boolean isUnspecified(String name) {
    return name.isEmpty() || name.equals(prefix + "UNSPECIFIED");
  }

  /** All names, for a message. */
  public String allowed() {
    return String.join(", ", byName.keySet());
  }
}
