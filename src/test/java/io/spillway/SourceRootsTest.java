package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source roots beside {@code src/main}: which may use which, and names that are unique. */
class SourceRootsTest {
  private static final String PACKAGE = "io.spillway.";
  private static final List<String> ROOMS = List.of("it", "bench", "chaos", "fuzz", "attack");
  private static final List<String> TEST_ROOTS =
      Stream.concat(Stream.of("test", "harness"), ROOMS.stream()).toList();

  @Test
  void noClassOfTheTestsSharesItsNameWithAnother() throws IOException {
    Map<String, List<String>> byName = new TreeMap<>();
    for (String root : TEST_ROOTS) {
      files(root)
          .forEach(file -> byName.computeIfAbsent(name(file), none -> new ArrayList<>()).add(root));
    }
    files("main")
        .map(SourceRootsTest::name)
        .filter(byName::containsKey)
        .forEach(name -> byName.get(name).add("main"));
    byName.remove("package-info.java");

    assertThat(byName.entrySet()).filteredOn(entry -> entry.getValue().size() > 1).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"harness", "it", "bench", "chaos", "fuzz", "attack"})
  void aRootHasAPackageOfItsOwnAndUsesNoOtherRoom(String root) throws IOException {
    List<String> others =
        ROOMS.stream()
            .filter(room -> !room.equals(root))
            .map(room -> PACKAGE + room + ".")
            .toList();
    Path home = Path.of("src", root, "java", "io", "spillway", root);

    assertThat(files(root)).isNotEmpty().allMatch(file -> file.startsWith(home));
    for (Path file : files(root).toList()) {
      assertThat(Files.readString(file)).as("%s", file).doesNotContain(others);
    }
  }

  @Test
  void unitTestsUseNoRoom() throws IOException {
    for (Path file :
        files("test").filter(file -> !name(file).equals("SourceRootsTest.java")).toList()) {
      assertThat(Files.readString(file))
          .as("%s", file)
          .doesNotContain(
              Stream.concat(Stream.of("harness"), ROOMS.stream())
                  .map(room -> "import " + PACKAGE + room + ".")
                  .toList());
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static Stream<Path> files(String root) throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("src", root, "java"))) {
      return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
    }
  }
}
