package io.spillway.app;

import io.spillway.app.verify.VerifyLog;
import io.spillway.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the command line requests. */
sealed interface Invocation {
  /** Exit code for invalid settings. */
  int EXIT_REFUSED = 2;

  /**
   * Print a text and exit.
   *
   * @param text with its final line break
   */
  record Answer(String text) implements Invocation {}

  /**
   * Start a node.
   *
   * @param settings complete and valid; the data directory exists
   * @param warnings to log first
   */
  record Start(Settings settings, List<String> warnings) implements Invocation {}

  /**
   * Verify a system log and exit.
   *
   * @param arguments those after the name of the command
   */
  record Verify(List<String> arguments) implements Invocation {}

  /**
   * Reads flags, environment variables and the file, and creates the data directory.
   *
   * @param version of the program
   * @throws SettingsException if they are invalid
   */
  static Invocation read(List<String> arguments, Map<String, String> environment, String version)
      throws SettingsException {
    if (!arguments.isEmpty() && arguments.get(0).equals(VerifyLog.NAME)) {
      return new Verify(arguments.subList(1, arguments.size()));
    }
    CommandLineFlags.Parsed flags = new CommandLineFlags(version).parse(arguments);
    if (flags.answer().isPresent()) {
      return new Answer(flags.answer().get());
    }
    Map<Setting<?>, RawValue> variables = EnvironmentVariables.read(environment);
    Optional<RawValue> config = flags.config().or(() -> configVariable(environment));
    Map<Setting<?>, RawValue> file =
        config.isPresent() ? new ConfigFile(pathOf(config.get())).read() : Map.of();
    SettingValues values = SettingValues.of(List.of(flags.given(), variables, file));
    Settings settings = Settings.of(values);
    createDirectory(settings.storage().directory(), values.given(Setting.DATA));
    return new Start(settings, warningsOf(settings, values));
  }

  private static Optional<RawValue> configVariable(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(EnvironmentVariables.CONFIG))
        .map(path -> new RawValue(path, "environment variable " + EnvironmentVariables.CONFIG));
  }

  private static Path pathOf(RawValue config) throws SettingsException {
    try {
      Path path = Path.of(config.text());
      if (Files.isRegularFile(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Refused below, like a missing file.
    }
    throw new SettingsException(
        "config is \"%s\" (%s), must be the path of a YAML file"
            .formatted(config.text(), config.origin()));
  }

  private static void createDirectory(Path directory, RawValue given) throws SettingsException {
    try {
      // Contains keys and credentials.
      PrivateFiles.createDirectories(directory);
    } catch (IOException e) {
      throw Setting.DATA.refusal(given, Setting.DATA.type().allowed());
    }
    if (!Files.isWritable(directory)) {
      throw Setting.DATA.refusal(given, Setting.DATA.type().allowed());
    }
  }

  private static List<String> warningsOf(Settings settings, SettingValues values)
      throws SettingsException {
    List<String> warnings = new ArrayList<>();
    if (!settings.http().isLoopback() && settings.http().guard().tls().isEmpty()) {
      warnings.add(
          "host "
              + settings.http().host()
              + " can be reached from other machines and HTTP is not encrypted, so tokens and"
              + " secrets are sent in clear text: set --tls-certificate and --tls-key, or use a"
              + " proxy that terminates TLS");
    }
    for (Setting<Path> secret :
        List.of(
            Setting.TLS_KEY,
            Setting.OIDC_CLIENT_SECRET_FILE,
            Setting.CLUSTER_SECRET_FILE,
            Setting.CLUSTER_TLS_KEY)) {
      Optional<Path> file = values.find(secret);
      if (file.isPresent() && isReadableByAll(file.get())) {
        warnings.add(
            "%s %s can be read by every user of this machine: make it readable by the node only"
                .formatted(secret.name(), file.get()));
      }
    }
    return List.copyOf(warnings);
  }

  /** False where permissions cannot be read. */
  private static boolean isReadableByAll(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
