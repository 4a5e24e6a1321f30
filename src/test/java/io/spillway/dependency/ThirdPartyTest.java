package io.spillway.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of licences against the class path. {@code ThirdPartyIT} opens the executable jar. */
class ThirdPartyTest {
  private static final Path RESOURCES = Path.of("src", "main", "resources");

  /** Groups that only tests use. */
  private static final Set<String> TEST_GROUPS =
      Set.of(
          "com.deque.html.axe-core",
          "com.madgag",
          "com.tngtech.archunit",
          "de.erichseifert.vectorgraphics2d",
          "net.bytebuddy",
          "net.jqwik",
          "net.sf.jopt-simple",
          "org.apache.commons",
          "org.apiguardian",
          "org.assertj",
          "org.awaitility",
          "org.hamcrest",
          "org.hdrhistogram",
          "org.junit.jupiter",
          "org.junit.platform",
          "org.knowm.xchart",
          "org.openjdk.jmh",
          "org.opentest4j",
          "org.ow2.asm");

  private static final Set<String> TEST_ARTIFACTS = Set.of("vertx-junit5");

  private static final Set<String> COPIES_WITHOUT_METADATA =
      Set.of(
          "com.google.protobuf:protobuf-java:4.35.0",
          "com.ongres.scram:scram-client:3.2",
          "com.ongres.scram:scram-common:3.2",
          "com.ongres.stringprep:saslprep:2.2",
          "com.ongres.stringprep:stringprep:2.2",
          "org.objenesis:objenesis:3.5");

  /** A phrase of each licence that its text has, in any layout. */
  private static final Map<String, String> PHRASES =
      Map.of(
          "Apache-2.0", "Apache License Version 2.0, January 2004",
          "EPL-2.0", "Eclipse Public License - v 2.0",
          "LGPL-2.1-only", "GNU LESSER GENERAL PUBLIC LICENSE Version 2.1",
          "MIT", "Permission is hereby granted, free of charge",
          "BSD-2-Clause", "Redistribution and use in source and binary forms",
          "BSD-3-Clause", "contributors may be used to endorse or promote products",
          "LicenseRef-Public-Domain", "Public Domain JSON in Java");

  @Test
  void everyJarThatTheExecutableJarContainsIsListed() throws IOException {
    List<ThirdParty> list = list();

    assertThat(bundled())
        .hasSizeGreaterThan(50)
        .filteredOn(jar -> list.stream().noneMatch(line -> jar.is(line.coordinates())))
        .as("add a line for each to %s, or its group to the test's", ThirdParty.FILE)
        .isEmpty();
  }

  @Test
  void everyCopyWithinAJarIsListed() throws IOException {
    assertThat(bundled().flatMap(jar -> jar.named().stream()))
        .isSubsetOf(list().stream().map(ThirdParty::coordinates).toList());
  }

  @Test
  void nothingElseIsListed() throws IOException {
    List<ClassPathJar> jars = bundled().toList();
    List<Coordinates> copies = jars.stream().flatMap(jar -> jar.named().stream()).toList();

    assertThat(list().stream().map(ThirdParty::coordinates))
        .doesNotHaveDuplicates()
        .filteredOn(line -> jars.stream().noneMatch(jar -> jar.is(line)))
        .filteredOn(line -> !copies.contains(line))
        .map(Coordinates::toString)
        .containsExactlyInAnyOrderElementsOf(COPIES_WITHOUT_METADATA);
  }

  @Test
  void everyLicenceHasItsText() throws IOException {
    for (ThirdParty line : list()) {
      StringBuilder texts = new StringBuilder();
      for (String file : line.texts()) {
        texts.append(text(file).replaceAll("\\s+", " "));
      }
      for (String licence : line.licence().split(" (AND|OR) ", -1)) {
        assertThat(texts)
            .as("%s", line)
            .contains(Objects.requireNonNull(PHRASES.get(licence), licence));
      }
    }
  }

  /** Shading drops files of these names, since every jar has one. */
  @Test
  void noTextIsInAFileThatShadingDrops() throws IOException {
    assertThat(list().stream().flatMap(line -> line.texts().stream()))
        .doesNotContain("META-INF/LICENSE", "META-INF/LICENSE.txt", "META-INF/LICENSE.md");
  }

  @Test
  void everyTextIsUsed() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve("META-INF/licenses"))) {
      assertThat(files.map(file -> RESOURCES.relativize(file).toString()))
          .isNotEmpty()
          .isSubsetOf(list().stream().flatMap(line -> line.texts().stream()).toList());
    }
  }

  @Test
  void aLineWithoutALicenceIsRefused() {
    assertThatThrownBy(() -> ThirdParty.of("a:b:1.0 | MIT"))
        .hasMessage("line is \"a:b:1.0 | MIT\", must be coordinates | licence | files");
  }

  private static Stream<ClassPathJar> bundled() {
    return ClassPathJar.all().stream()
        .filter(jar -> TEST_GROUPS.stream().noneMatch(jar::isOf))
        .filter(jar -> !TEST_ARTIFACTS.contains(jar.artifact()));
  }

  private static List<ThirdParty> list() throws IOException {
    return ThirdParty.of(text(ThirdParty.FILE));
  }

  private static String text(String file) throws IOException {
    try (InputStream in = ThirdPartyTest.class.getResourceAsStream("/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
