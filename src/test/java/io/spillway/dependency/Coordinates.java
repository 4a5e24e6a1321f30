package io.spillway.dependency;

/** Group, artifact and version of a jar, as Maven names it. */
public record Coordinates(String group, String artifact, String version) {
  /**
   * Reads {@code group:artifact:version}.
   *
   * @throws IllegalArgumentException if {@code text} is something else
   */
  public static Coordinates of(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3 || !text.matches("[^\\s:]+:[^\\s:]+:[0-9][^\\s:]*")) {
      throw new IllegalArgumentException(
          "coordinates are \"" + text + "\", must be group:artifact:version");
    }
    return new Coordinates(parts[0], parts[1], parts[2]);
  }

  @Override
  public String toString() {
    return group + ":" + artifact + ":" + version;
  }
}
