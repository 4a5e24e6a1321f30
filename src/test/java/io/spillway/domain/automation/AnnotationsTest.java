package io.spillway.domain.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationsTest {
  @Test
  void thereAreAtMostSixteen() {
    assertThat(Annotations.checked(numbered(16))).hasSize(16);
    assertRefused(numbered(17), "annotations has 17 entries, must be at most 16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z9", "team.example/owner_of-it", "c1", "c2/x", "C1/x", "a/c1/x"})
  void aKeyBeginsWithALetter(String key) {
    assertThat(Annotations.checked(Map.of(key, "v"))).containsKey(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "_a", "/a", "a b", "a:b", "é", "aé", "a\n", "a\u0000"})
  void aKeyOfOtherCharactersIsRefused(String key) {
    assertRefused(Map.of(key, "v"), "annotations key is \"" + key);
  }

  @Test
  void aKeyHasUpTo128Characters() {
    assertThat(Annotations.checked(Map.of("k".repeat(128), "v"))).hasSize(1);
    assertRefused(Map.of("k".repeat(129), "v"), "annotations key is \"" + "k".repeat(64) + "…\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c1/", "c1/owner"})
  void thePrefixOfC1IsReserved(String key) {
    assertRefused(Map.of(key, "v"), "must not start with c1/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "red", "A-z_0.9~"})
  void aValueIsWhatAUrlTakesAsItIs(String value) {
    assertThat(Annotations.checked(Map.of("k", value))).containsValue(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a b", "a/b", "a%20", "a+b", "ü", "a\n", "a&b", "\u0000"})
  void aValueOfOtherCharactersIsRefused(String value) {
    assertRefused(
        Map.of("team", value),
        "annotations.team is \"" + value + "\", must be letters, digits and - . _ ~");
  }

  @Test
  void aValueHasUpTo256Characters() {
    assertThat(Annotations.checked(Map.of("k", "v".repeat(256)))).hasSize(1);
    assertRefused(
        Map.of("k", "v".repeat(257)), "annotations.k has 257 characters, must be at most 256");
  }

  @Test
  void allOfThemHaveUpTo4096Bytes() {
    Map<String, String> most = new HashMap<>();
    // 15 × 262 = 3,930 bytes, and 166 more.
    for (int i = 0; i < 15; i++) {
      most.put("key-%02d".formatted(i), "v".repeat(256));
    }
    most.put("last", "v".repeat(162));
    assertThat(Annotations.checked(most)).hasSize(16);

    most.put("last", "v".repeat(163));
    assertRefused(most, "annotations has 4097 bytes in its keys and values, must be at most 4096");
  }

  private static Map<String, String> numbered(int count) {
    return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
  }

  private static void assertRefused(Map<String, String> annotations, String message) {
    assertThatThrownBy(() -> Annotations.checked(annotations))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
