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
  private final Prefixes prefixes;
  private final Map<String, E> byName = new LinkedHashMap<>();

  /**
   * Numbers the constants from 1 in their order, without one that is named UNSPECIFIED, which is 0.
   *
   * @param type the enum
   * @param prefix of each name
   */
  public EnumNames(Class<E> type, String prefix) {
    this(type, prefix, specified(type), Prefixes.OWN);
  }

  private EnumNames(Class<E> type, String prefix, List<E> byNumber, Prefixes prefixes) {
    this.prefix = prefix;
    this.byNumber = byNumber;
    this.prefixes = prefixes;
    Arrays.stream(type.getEnumConstants()).forEach(e -> byName.put(prefix + e.name(), e));
  }

  /** These names with other numbers: the first of {@code constants} is 1. */
  public EnumNames<E> numbered(List<E> constants) {
    return new EnumNames<>(type(), prefix, List.copyOf(constants), prefixes);
  }

  /** These names, read also without the prefix. */
  public EnumNames<E> orBare() {
    return new EnumNames<>(type(), prefix, byNumber, Prefixes.OWN_OR_NONE);
  }

  /** These names, read with any prefix or none. */
  public EnumNames<E> withAnyPrefix() {
    return new EnumNames<>(type(), prefix, byNumber, Prefixes.ANY);
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

  /** {@code name} with the prefix of the enum, if it may be read so. */
  private String complete(String name) {
    return switch (prefixes) {
      case OWN -> name;
      case OWN_OR_NONE -> name.startsWith(prefix) ? name : prefix + name;
      case ANY -> prefix + name.substring(name.lastIndexOf('_') + 1);
    };
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

  /** The prefixes that a name may have when it is read. */
  private enum Prefixes {
    OWN,
    OWN_OR_NONE,
    ANY
  }
}
