package io.spillway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the person who started the process asks for. */
sealed interface Invocation {
  /** The exit code of a process that was started with something it cannot use. */
  int EXIT_REFUSED = 2;

  /**
   * Print a text and end.
   *
   * @param text with its final line break
   */
  record Answer(String text) implements Invocation {}

  /**
   * Start a node.
   *
   * @param settings complete; the data directory exists
   * @param warnings to be logged before anything else
   */
  record Start(Settings settings, List<String> warnings) implements Invocation {}

  /**
   * Reads flags, environment and file, and creates the data directory.
   *
   * @param version of the program
   * @throws SettingsException if the node cannot start with them
   */
  static Invocation read(List<String> arguments, Map<String, String> environment, String version)
      throws SettingsException {
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
    return new Start(settings, warningsOf(settings));
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
      // Refused below, like a path at which there is nothing.
    }
    throw new SettingsException(
        "config: %s gives \"%s\"; allowed is the path of a YAML file"
            .formatted(config.origin(), config.text()));
  }

  private static void createDirectory(Path directory, RawValue given) throws SettingsException {
    try {
      Files.createDirectories(directory, ownerOnly(directory));
    } catch (IOException e) {
      throw Setting.DATA.refusal(given, Setting.DATA.type().allowed());
    }
    if (!Files.isWritable(directory)) {
      throw Setting.DATA.refusal(given, Setting.DATA.type().allowed());
    }
  }

  /** Keys and credentials go there, and the heap dump of a node that ran out of memory. */
  private static FileAttribute<?>[] ownerOnly(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static List<String> warningsOf(Settings settings) {
    List<String> warnings = new ArrayList<>();
    if (!settings.http().isLoopback()) {
      warnings.add(
          "host "
              + settings.http().host()
              + " can be reached from other machines and HTTP is not encrypted: put a proxy that"
              + " terminates TLS in front, since tokens and secrets travel in the clear");
    }
    return List.copyOf(warnings);
  }
}
