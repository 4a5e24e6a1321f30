package io.spillway.engine.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings that all members of a cluster must have alike, by name. They are attributes of a member,
 * so that each can compare its own with those of the others.
 *
 * @param required a member that has another value is not let in
 * @param expected a member that has another value is warned of
 */
public record AgreedSettings(Map<String, String> required, Map<String, String> expected) {
  /** No settings. */
  public static final AgreedSettings NONE = new AgreedSettings(Map.of(), Map.of());

  private static final String PREFIX = "spillway.setting.";

  public AgreedSettings {
    required = Map.copyOf(required);
    expected = Map.copyOf(expected);
  }

  /** As attributes of a member. */
  Map<String, String> attributes() {
    Map<String, String> attributes = new TreeMap<>();
    required.forEach((name, value) -> attributes.put(PREFIX + name, value));
    expected.forEach((name, value) -> attributes.put(PREFIX + name, value));
    return attributes;
  }

  /**
   * What another member has with another value. A member without an attribute, such as an event bus
   * consumer, has no such setting.
   *
   * @param self the address of this member
   * @param other the address of the other one
   * @param attributes of the other one
   * @return a sentence for each setting, in the order of their names
   */
  List<String> requiredOf(String self, String other, Map<String, String> attributes) {
    return differences(required, self, other, attributes);
  }

  /** As {@link #requiredOf}, for the others. */
  List<String> expectedOf(String self, String other, Map<String, String> attributes) {
    return differences(expected, self, other, attributes);
  }

  private static List<String> differences(
      Map<String, String> own, String self, String other, Map<String, String> attributes) {
    List<String> sentences = new ArrayList<>();
    new TreeMap<>(own)
        .forEach(
            (name, value) -> {
              String given = attributes.getOrDefault(PREFIX + name, value);
              if (!given.equals(value)) {
                sentences.add(
                    "--%s of member %s is %s, must be the same on all members: it is %s on %s"
                        .formatted(name, other, given, value, self));
              }
            });
    return sentences;
  }
}
