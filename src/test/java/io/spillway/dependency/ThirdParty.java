package io.spillway.dependency;

import java.util.List;

/**
 * One line of {@code META-INF/THIRD-PARTY.txt}, the list of what the executable jar contains.
 *
 * @param licence as an SPDX expression
 * @param texts files of the executable jar
 */
public record ThirdParty(Coordinates coordinates, String licence, List<String> texts) {
  /** The list, in the executable jar and on the class path. */
  public static final String FILE = "META-INF/THIRD-PARTY.txt";

  /** Every line of the list that names software; the others are prose. */
  public static List<ThirdParty> of(String list) {
    return list.lines().filter(line -> line.contains(" | ")).map(ThirdParty::read).toList();
  }

  private static ThirdParty read(String line) {
    String[] parts = line.split(" \\| ", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "line is \"" + line + "\", must be coordinates | licence | files");
    }
    return new ThirdParty(Coordinates.of(parts[0]), parts[1], List.of(parts[2].split(" ", -1)));
  }
}
