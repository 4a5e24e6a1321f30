package io.spillway.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The list of versions with known vulnerabilities, and the class path without any of them. */
class VulnerableVersionsTest {
  private static final Path LIST = Path.of("src/build/vulnerable-versions.xml");
  private static final String COMPLETE = "advisory='CVE-2022-1471' added='2026-11-30' reason='r'";

  @TempDir Path repository;

  @Test
  void theClassPathHasNoneOfThem() throws Exception {
    List<VulnerableVersion> list = list();

    assertThat(ClassPathJar.all())
        .hasSizeGreaterThan(50)
        .filteredOn(jar -> list.stream().anyMatch(entry -> entry.bans(jar)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "io.netty:netty-codec-http:4.2.16.Final, true",
    "io.netty:netty-codec-http:4.2.17.Final, false",
    "io.netty:netty-codec-http:4.1.137.Final, true",
    "io.netty:netty:3.10.6.Final, true",
    "io.netty:netty-tcnative-classes:2.0.81.Final, false",
    "tools.jackson.core:jackson-databind:3.1.4, true",
    "tools.jackson.core:jackson-databind:3.1.5, false",
    "com.fasterxml.jackson.core:jackson-databind:2.13.4, true",
    "ch.qos.logback:logback-core:1.5.24, true",
    "ch.qos.logback:logback-classic:1.5.37, false",
    "org.yaml:snakeyaml:1.33, true",
    "org.postgresql:postgresql:42.7.1, true",
    "org.postgresql:postgresql:42.7.2, false",
    "org.postgresql:postgresql:42.7.6, true",
    "org.postgresql:postgresql:42.7.13, false",
    "com.hazelcast:hazelcast:5.3.4, true",
    "com.example:snakeyaml:1.33, false"
  })
  void aVersionOfTheListIsFound(String coordinates, boolean vulnerable) throws Exception {
    assertThat(list())
        .filteredOn(entry -> entry.bans(Coordinates.of(coordinates)))
        .hasSize(vulnerable ? 1 : 0);
  }

  @Test
  void aJarWithoutMetadataIsFoundByItsPlace() throws Exception {
    ClassPathJar jar = jar(Coordinates.of("org.postgresql:postgresql:42.7.1"));

    assertThat(list()).filteredOn(entry -> entry.bans(jar)).hasSize(1);
  }

  @Test
  void aCopyWithinAnotherJarIsFound() throws Exception {
    ClassPathJar jar =
        jar(
            Coordinates.of("com.example:bundle:1.0"),
            Coordinates.of("com.example:bundle:1.0"),
            Coordinates.of("org.yaml:snakeyaml:1.33"));

    assertThat(list()).filteredOn(entry -> entry.bans(jar)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"5.7.0, 0", "5.7.1, 1"})
  void aToleratedCopyIsToleratedInThatVersionOnly(String version, int found) throws Exception {
    ClassPathJar jar =
        jar(
            new Coordinates("com.hazelcast", "hazelcast", version),
            Coordinates.of("tools.jackson.core:jackson-databind:3.1.2"));

    assertThat(list()).filteredOn(entry -> entry.bans(jar)).hasSize(found);
  }

  @Test
  void everyEntryIsComplete() throws Exception {
    assertThat(list())
        .hasSizeGreaterThan(15)
        .allSatisfy(entry -> assertThat(entry.advisories()).isNotEmpty());
    assertThat(list().stream().map(entry -> entry.group() + ":" + entry.artifact()))
        .contains(
            "io.netty:*",
            "io.vertx:vertx-core",
            "com.hazelcast:hazelcast",
            "tools.jackson.core:jackson-databind",
            "com.fasterxml.jackson.core:jackson-databind",
            "ch.qos.logback:*",
            "org.yaml:snakeyaml",
            "org.postgresql:postgresql",
            "org.xerial:sqlite-jdbc",
            "org.apache.commons:commons-compress");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<exclude " + COMPLETE + ">org.yaml:snakeyaml</exclude>",
        "<exclude " + COMPLETE + ">org.yaml:snakeyaml:2.0</exclude>",
        "<exclude " + COMPLETE + ">org.yaml:snakeyaml:(,2.0]</exclude>",
        "<exclude " + COMPLETE + ">org.yaml:snakeyaml:[1.0,)</exclude>",
        "<exclude " + COMPLETE + "> org.yaml:snakeyaml:(,2.0) </exclude>",
        "<exclude added='2026-11-30' reason='r'>org.yaml:snakeyaml:(,2.0)</exclude>",
        "<exclude advisory='soon' added='2026-11-30' reason='r'>a:b:(,2.0)</exclude>",
        "<exclude advisory='CVE-2022-1471' reason='r'>org.yaml:snakeyaml:(,2.0)</exclude>",
        "<exclude advisory='CVE-2022-1471' added='today' reason='r'>a:b:(,2.0)</exclude>",
        "<exclude advisory='CVE-2022-1471' added='2026-11-30'>a:b:(,2.0)</exclude>",
        "<exclude " + COMPLETE + " except='c:d:1.0'>a:b:(,2.0)</exclude>",
        "<exclude " + COMPLETE + " because='no harm'>a:b:(,2.0)</exclude>",
        "<exclude " + COMPLETE + " except='c:d' because='no harm'>a:b:(,2.0)</exclude>"
      })
  void aMalformedEntryIsRefused(String entry) {
    assertThatThrownBy(() -> entries(entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be");
  }

  /** Enforcer expects one rule below the root, and takes it from the file that the build names. */
  @Test
  void theBuildReadsTheList() throws Exception {
    Element root = root(Files.readString(LIST));

    assertThat(root.getTagName()).isEqualTo("enforcer");
    assertThat(root.getElementsByTagName("bannedDependencies").getLength()).isEqualTo(1);
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<location>${project.basedir}/" + LIST + "</location>");
  }

  private static List<VulnerableVersion> list() throws Exception {
    return entries(Files.readString(LIST));
  }

  private static List<VulnerableVersion> entries(String xml) throws Exception {
    Element root = root(xml);
    if (root.getTagName().equals("exclude")) {
      return List.of(VulnerableVersion.of(root));
    }
    NodeList found = root.getElementsByTagName("exclude");
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> VulnerableVersion.of((Element) found.item(i)))
        .toList();
  }

  private static Element root(String xml) throws Exception {
    try (InputStream in = new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))) {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(in)
          .getDocumentElement();
    }
  }

  /** A jar in a repository of its own, whose metadata names {@code copies}. */
  private ClassPathJar jar(Coordinates coordinates, Coordinates... copies) throws IOException {
    Path directory =
        repository
            .resolve(coordinates.group().replace('.', '/'))
            .resolve(coordinates.artifact())
            .resolve(coordinates.version());
    Path file = directory.resolve(coordinates.artifact() + "-" + coordinates.version() + ".jar");
    Files.createDirectories(directory);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry("empty"));
      for (Coordinates copy : copies) {
        jar.putNextEntry(
            new JarEntry(
                "META-INF/maven/%s/%s/pom.properties".formatted(copy.group(), copy.artifact())));
        jar.write(
            "groupId=%s\nartifactId=%s\nversion=%s\n"
                .formatted(copy.group(), copy.artifact(), copy.version())
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    return new ClassPathJar(file);
  }
}
