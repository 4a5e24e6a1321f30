package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.dependency.ClassPathJar;
import io.spillway.dependency.ThirdParty;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The licences of what the executable jar contains are listed in it, with their texts. */
class ThirdPartyIT {
  private static final String METADATA = "META-INF/maven/";
  private static final String SPILLWAY = METADATA + "io.spillway/";

  private JarFile jar;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(Objects.requireNonNull(System.getProperty("spillway.jar"), "spillway.jar"));
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void everyJarWithAClassOrAFileInItIsListed() throws IOException {
    List<ThirdParty> list = list();
    Set<String> contained =
        jar.stream().map(ZipEntry::getName).collect(Collectors.toUnmodifiableSet());

    assertThat(ClassPathJar.all())
        .filteredOn(other -> !other.file().equals(Path.of(jar.getName())))
        .filteredOn(other -> contentOf(other).filter(contained::contains).isPresent())
        .hasSizeGreaterThan(50)
        .filteredOn(other -> list.stream().noneMatch(line -> other.is(line.coordinates())))
        .isEmpty();
  }

  @Test
  void everythingThatItsMetadataNamesIsListed() throws IOException {
    List<String> listed =
        list().stream()
            .map(line -> line.coordinates().group() + "/" + line.coordinates().artifact())
            .toList();

    assertThat(jar.stream().map(ZipEntry::getName))
        .filteredOn(name -> name.startsWith(METADATA) && name.endsWith("/pom.properties"))
        .filteredOn(name -> !name.startsWith(SPILLWAY))
        .hasSizeGreaterThan(40)
        .allSatisfy(
            name ->
                assertThat(name.substring(METADATA.length()).replace("/pom.properties", ""))
                    .isIn(listed));
  }

  @Test
  void everyTextIsInIt() throws IOException {
    for (ThirdParty line : list()) {
      for (String file : line.texts()) {
        assertThat(text(file)).as("%s of %s", file, line.coordinates()).isNotBlank();
      }
    }
    assertThat(text("META-INF/NOTICE")).contains("Jackson");
  }

  /** A class, or for jars of web pages a script; files below META-INF may be of several jars. */
  private static Optional<String> contentOf(ClassPathJar other) {
    try (JarFile file = new JarFile(other.file().toFile())) {
      return file.stream()
          .map(ZipEntry::getName)
          .filter(
              name ->
                  (name.endsWith(".class") && !name.contains("module-info"))
                      || name.endsWith("/lit-html.js")
                      || name.endsWith("/swagger-ui-bundle.js")
                      || name.startsWith("META-INF/native/"))
          .findFirst();
    } catch (IOException e) {
      throw new IllegalStateException(other.file() + " cannot be read", e);
    }
  }

  private List<ThirdParty> list() throws IOException {
    return ThirdParty.of(text(ThirdParty.FILE));
  }

  private String text(String name) throws IOException {
    ZipEntry entry = Objects.requireNonNull(jar.getEntry(name), name);
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
