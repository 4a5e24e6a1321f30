package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links and pictures of the documents at the top level and in {@code docs}. */
class DocumentLinksTest {
  private static final Path README = Path.of("README.md");
  private static final Path DOCS = Path.of("docs");
  private static final int README_LIMIT_BYTES = 12_288;

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)|src(?:set)?=\"([^\"]+)\"");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");

  static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(Path.of(""));
        Stream<Path> docs = Files.list(DOCS)) {
      return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkOfADocumentHasATarget(Path document) throws IOException {
    assertThat(links(document))
        .allSatisfy(link -> assertThat(hasTarget(document, link)).as(link).isTrue());
  }

  @Test
  void theReadmeLinksToEveryDocument() throws IOException {
    assertThat(documents())
        .contains(README)
        .filteredOn(document -> document.startsWith(DOCS))
        .isNotEmpty()
        .allSatisfy(document -> assertThat(links(README)).contains(document.toString()));
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.size(README)).isPositive().isLessThanOrEqualTo(README_LIMIT_BYTES);
  }

  @Test
  void everyPictureOfTheConsoleIsShown() throws IOException {
    List<String> shown = links(DOCS.resolve("console.md"));
    try (Stream<Path> files = Files.list(DOCS.resolve("console"))) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .filteredOn(file -> file.endsWith(".png"))
          .isNotEmpty()
          .allSatisfy(picture -> assertThat(shown).contains("console/" + picture));
    }
  }

  /** Targets of links and pictures inside the repository, outside blocks of code. */
  private static List<String> links(Path document) throws IOException {
    String prose = CODE_BLOCK.matcher(Files.readString(document)).replaceAll("");
    return LINK.matcher(prose)
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .filter(link -> !link.matches("https?://.*"))
        .toList();
  }

  private static boolean hasTarget(Path document, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
    return Files.exists(target)
        && (parts.length == 1 || anchors(Files.readString(target)).contains(parts[1]));
  }

  /** As code hosts make them of headings. */
  private static List<String> anchors(String document) {
    Matcher headings = HEADING.matcher(document);
    return headings
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .toList();
  }
}
