package io.spillway.api.http.json;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of an enum in JSON, each with the prefix of the enum, and its proto3 numbers, which
 * clients may send as well.
 *
 * @param <E> the enum
 */
public final class EnumNames<E extends Enum<E>> {
  private static final String UNSPECIFIED = "UNSPECIFIED";

  private final String prefix;
  private final List<E> byNumber;
  private final boolean bare;
  private final Map<String, E> byName = new LinkedHashMap<>();

  /**
   * Numbers the constants from 1 in their order, without one that is named UNSPECIFIED, which is 0.
   *
   * @param type the enum
   * @param prefix of each name
   */
  public EnumNames(Class<E> type, String prefix) {
    this(type, prefix, specified(type), false);
  }

  private EnumNames(Class<E> type, String prefix, List<E> byNumber, boolean bare) {
    this.prefix = prefix;
    this.byNumber = byNumber;
    this.bare = bare;
    Arrays.stream(type.getEnumConstants()).forEach(e -> byName.put(prefix + e.name(), e));
  }

  /** These names with other numbers: the first of {@code constants} is 1. */
  public EnumNames<E> numbered(List<E> constants) {
    return new EnumNames<>(type(), prefix, List.copyOf(constants), bare);
  }

  /** These names, read also without the prefix. */
  public EnumNames<E> orBare() {
    return new EnumNames<>(type(), prefix, byNumber, true);
  }

  private Class<E> type() {
    return byNumber.get(0).getDeclaringClass();
  }

  private static <E extends Enum<E>> List<E> specified(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(e -> !e.name().equals(UNSPECIFIED))
        .toList();
  }

  public String nameOf(E value) {
    return prefix + value.name();
  }

  Optional<E> named(String name) {
    return Optional.ofNullable(byName.get(complete(name)));
  }

  private String complete(String name) {
    return bare && !name.startsWith(prefix) ? prefix + name : name;
  }

  /** The constant with this number, which is not 0. */
  Optional<E> numbered(long number) {
    return number < 1 || number > byNumber.size()
        ? Optional.empty()
        : Optional.of(byNumber.get((int) number - 1));
  }

  /** Whether {@code name} is the zero value that every proto3 enum has. */
  boolean isUnspecified(String name) {
    return name.isEmpty() || complete(name).equals(prefix + UNSPECIFIED);
  }

  /** All names, for a message. */
  public String allowed() {
    return String.join(", ", byName.keySet());
  }
}
