package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeSettingsTest {
  private static final String BEGIN = "<!-- settings:begin -->\n";
  private static final String END = "<!-- settings:end -->";

  @Test
  void theTableInTheReadmeListsEverySettingAsItIs() throws Exception {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(readme).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
    assertThat(readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END)))
        .isEqualTo(table());
  }

  private static String table() {
    return "| Flag | Environment | In the file | Default | Allowed | What it is |\n"
        + "|---|---|---|---|---|---|\n"
        + Setting.ALL.stream().map(ReadmeSettingsTest::row).collect(Collectors.joining());
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
