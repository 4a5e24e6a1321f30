package io.spillway.dependency;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** A jar on the class path of the tests, at its place in a Maven repository. */
public record ClassPathJar(Path file) {
  /** Every jar on the class path. */
  public static List<ClassPathJar> all() {
    String classPath = Objects.requireNonNull(System.getProperty("java.class.path"));
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .map(entry -> new ClassPathJar(Path.of(entry).toAbsolutePath()))
        .toList();
  }

  /** Whether the jar is of this group. */
  public boolean isOf(String group) {
    return directory(3).endsWith(Path.of("", group.split("\\.", -1)));
  }

  /** Whether the jar is this artifact, in this version. */
  public boolean is(Coordinates coordinates) {
    return isOf(coordinates.group())
        && artifact().equals(coordinates.artifact())
        && version().equals(coordinates.version());
  }

  public String artifact() {
    return String.valueOf(directory(2).getFileName());
  }

  public String version() {
    return String.valueOf(directory(1).getFileName());
  }

  private Path directory(int above) {
    Path directory = file;
    for (int i = 0; i < above && directory.getParent() != null; i++) {
      directory = directory.getParent();
    }
    return directory;
  }

  /** What the Maven metadata in the jar names: the jar itself, and what is copied into it. */
  public List<Coordinates> named() {
    try (JarFile jar = new JarFile(file.toFile())) {
      List<Coordinates> named = new ArrayList<>();
      for (ZipEntry entry : jar.stream().toList()) {
        if (entry.getName().matches("META-INF/maven/.+/pom\\.properties")) {
          try (InputStream in = jar.getInputStream(entry)) {
            named.add(read(in));
          }
        }
      }
      return named;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static Coordinates read(InputStream in) throws IOException {
    Properties properties = new Properties();
    properties.load(in);
    return new Coordinates(
        properties.getProperty("groupId", ""),
        properties.getProperty("artifactId", ""),
        properties.getProperty("version", ""));
  }
}
