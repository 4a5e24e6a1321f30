package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {
  private static final String BEGIN = "<!-- settings:begin -->\n";
  private static final String END = "<!-- settings:end -->";

  @Test
  void theTableInTheDocumentListsEverySettingAsItIs() throws Exception {
    String document = Files.readString(Path.of("docs/settings.md"));

    assertThat(document).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
    assertThat(document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END)))
        .isEqualTo(table());
  }

  private static String table() {
    return "| Flag | Environment | In the file | Default | Allowed | Description |\n"
        + "|---|---|---|---|---|---|\n"
        + Setting.ALL.stream().map(SettingsDocumentTest::row).collect(Collectors.joining());
  }

  private static String row(Setting<?> setting) {
    return "| `%s` | `%s` | `%s` | `%s` | %s | %s |\n"
        .formatted(
            setting.flag(),
            setting.variable(),
            setting.name(),
            setting.fallback(),
            setting.type().allowed(),
            setting.description());
  }
}
