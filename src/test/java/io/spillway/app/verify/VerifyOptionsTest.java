package io.spillway.app.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyOptionsTest {
  @TempDir Path directory;

  @Test
  void jwksMayBeGivenSeveralTimes() {
    assertThat(VerifyOptions.parse(List.of("--export", "e", "--jwks", "a", "--jwks=b")))
        .isEqualTo(
            new VerifyOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Path.of("e")),
                List.of(Path.of("a"), Path.of("b"))));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "'' | 0 of --data, --jdbc-url and --export are given, must be one",
        "--data d --export e --jwks j | 2 of --data, --jdbc-url and --export are given",
        "--export e | --jwks is missing, must be given with --export",
        "--data | --data",
        "--port 1 | --port",
        "--jdbc-url nonsense | the JDBC URL is invalid",
        "--jdbc-url jdbc:postgresql://127.0.0.1:1/none | cannot be read",
        "--data /nowhere | there is no database /nowhere/spillway.db",
        "--export /nowhere --jwks /nowhere | --jwks is /nowhere, must be a file with a JWK Set",
      },
      delimiter = '|')
  void whatIsNotUnderstoodIsNamed(String arguments, String message) {
    String given = arguments.strip().replace("''", "");
    Verified verified = Verified.run(given.isEmpty() ? List.of() : List.of(given.split(" ")));

    assertThat(verified.code()).isEqualTo(2);
    assertThat(verified.out()).isEmpty();
    assertThat(verified.err()).startsWith("verify-log: ").contains(message.strip());
  }

  @Test
  void aFileThatIsNoExportIsRefused() throws IOException {
    Path keys = Files.writeString(directory.resolve("jwks.json"), "{\"keys\":[]}");
    String missing = directory.resolve("missing").toString();
    Path empty = Files.writeString(directory.resolve("empty"), "");

    assertThat(Verified.run(List.of("--export", missing, "--jwks", keys.toString())).err())
        .contains("--export is " + missing + ", must be a readable file");
    assertThat(Verified.run(List.of("--export", empty.toString(), "--jwks", keys.toString())).err())
        .contains("in which no event has a hash");
  }

  @Test
  void aFileThatIsNoKeySetIsRefused() throws IOException {
    for (String text :
        List.of("", "[]", "{}", "{\"keys\":[1]}", "{\"keys\":[{\"kty\":\"RSA\"}]}")) {
      Path keys = Files.writeString(directory.resolve("jwks.json"), text);

      Verified verified =
          Verified.run(List.of("--export", keys.toString(), "--jwks", keys.toString()));

      assertThat(verified.code()).as(text).isEqualTo(2);
      assertThat(verified.err()).contains("JWK");
    }
  }

  @Test
  void aDatabaseWithoutALogIsRefused() throws IOException {
    Files.writeString(directory.resolve("spillway.db"), "no database ".repeat(1_000));

    Verified verified = Verified.run(List.of("--data", directory.toString()));

    assertThat(verified.code()).isEqualTo(2);
    assertThat(verified.err()).contains("cannot be read");
  }

  @Test
  void helpTellsTheFlagsAndTheExitCodes() {
    Verified verified = Verified.run(List.of("--help"));

    assertThat(verified.code()).isZero();
    assertThat(verified.out())
        .contains("--data", "--jdbc-url", "--export", "--jwks", "Exit code 0");
  }
}
