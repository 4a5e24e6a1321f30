package io.spillway.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSealerTest {
  private final String keySet = SecretSealer.newKeySet();
  private final SecretSealer sealer = SecretSealer.of(keySet);

  @TempDir Path directory;

  @Test
  void opensWhatWasSealedForTheSamePurposeByTheSameKeySet() {
    String sealed = sealer.seal("Zoë's secret", "a");

    assertThat(sealed).doesNotContain("secret");
    assertThat(SecretSealer.of(keySet).open(sealed, "a")).isEqualTo("Zoë's secret");
    assertThat(sealer.seal("Zoë's secret", "a")).isNotEqualTo(sealed);
  }

  @Test
  void opensNothingElse() {
    String sealed = sealer.seal("secret", "a");
    SecretSealer other = SecretSealer.of(SecretSealer.newKeySet());

    assertThatThrownBy(() -> sealer.open(sealed, "b")).isInstanceOf(UnsealableException.class);
    assertThatThrownBy(() -> other.open(sealed, "a")).isInstanceOf(UnsealableException.class);
    assertThatThrownBy(() -> sealer.open(sealed.substring(1), "a"))
        .isInstanceOf(UnsealableException.class);
    assertThatThrownBy(() -> sealer.open("%", "a")).isInstanceOf(UnsealableException.class);
  }

  @Test
  void whatIsNoKeySetIsRefused() {
    assertThatThrownBy(() -> SecretSealer.of("{}")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theScriptMakesAKeySet() throws Exception {
    Path file = directory.resolve("key.json");
    Process script =
        new ProcessBuilder("scripts/secrets-key.sh", file.toString()).inheritIO().start();
    assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();

    SecretSealer made = SecretSealer.of(Files.readString(file));
    assertThat(made.open(made.seal("text", "a"), "a")).isEqualTo("text");
  }
}
