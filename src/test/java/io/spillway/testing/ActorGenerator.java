package io.spillway.testing;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Generates actors: texts of all of Unicode that UTF-8 can encode, also the empty one. */
public final class ActorGenerator {
  private static final int MAX_LENGTH = 40;

  private ActorGenerator() {}

  public static Arbitrary<String> actors() {
    return Arbitraries.integers()
        .between(0, Character.MAX_CODE_POINT)
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .list()
        .ofMaxSize(MAX_LENGTH)
        .map(ActorGenerator::text);
  }

  private static String text(List<Integer> points) {
    StringBuilder text = new StringBuilder();
    points.forEach(text::appendCodePoint);
    return text.toString();
  }
}
