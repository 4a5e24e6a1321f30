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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents show and lead to is there. */
class DocumentLinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)|src(?:set)?=\"([^\"]+)\"");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/console/README.md"})
  void everyLinkOfADocumentLeadsSomewhere(String name) throws IOException {
    Path document = Path.of(name);

    List<String> links =
        LINK.matcher(Files.readString(document))
            .results()
            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
            .filter(link -> !link.matches("https?://.*"))
            .toList();

    assertThat(links)
        .isNotEmpty()
        .allSatisfy(link -> assertThat(leadsSomewhere(document, link)).as(link).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = "docs/console")
  void everyPictureIsShown(String directory) throws IOException {
    String document = Files.readString(Path.of(directory, "README.md"));
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .filteredOn(file -> file.endsWith(".png"))
          .isNotEmpty()
          .allSatisfy(picture -> assertThat(document).contains("(" + picture + ")"));
    }
  }

  private static boolean leadsSomewhere(Path document, String link) throws IOException {
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
