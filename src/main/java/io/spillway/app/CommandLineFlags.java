package io.spillway.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Parses the command line and prints its help. */
final class CommandLineFlags {
  private static final String CONFIG = "--config";

  private final CommandLine commandLine;

  /**
   * @param version of the program
   */
  CommandLineFlags(String version) {
    CommandSpec spec = CommandSpec.create().name("spillway").version("spillway " + version);
    spec.usageMessage()
        .description(
            "Runs automations behind a circuit breaker; one call resolves all paused executions.")
        .footer(
            "",
            "Precedence: flag, environment variable, file, default.",
            "\"spillway verify-log --help\" tells how to verify a system log.")
        .width(100)
        .abbreviateSynopsis(true)
        .sortOptions(false);
    for (Setting<?> setting : Setting.ALL) {
      spec.addOption(optionOf(setting));
    }
    spec.addOption(
        OptionSpec.builder(CONFIG)
            .type(String.class)
            .paramLabel("FILE")
            .description(
                "YAML file with settings by name, such as \"port: 8080\".",
                "Environment: " + EnvironmentVariables.CONFIG)
            .build());
    spec.mixinStandardHelpOptions(true);
    this.commandLine = new CommandLine(spec).setExpandAtFiles(false);
  }

  private static OptionSpec optionOf(Setting<?> setting) {
    return OptionSpec.builder(setting.flag())
        .type(String.class)
        .paramLabel(setting.type().placeholder())
        .description(
            setting.description(),
            "Allowed: " + setting.type().allowed(),
            "Default: " + setting.fallback(),
            "Environment: " + setting.variable())
        .build();
  }

  /** Parses {@code arguments}. */
  Parsed parse(List<String> arguments) throws SettingsException {
    ParseResult result;
    try {
      result = commandLine.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new SettingsException("command line: " + e.getMessage() + "; --help lists the flags");
    }
    if (result.isUsageHelpRequested()) {
      return new Parsed(
          Optional.of(commandLine.getUsageMessage(Ansi.OFF)), Optional.empty(), Map.of());
    }
    if (result.isVersionHelpRequested()) {
      String version = String.join("\n", commandLine.getCommandSpec().version()) + "\n";
      return new Parsed(Optional.of(version), Optional.empty(), Map.of());
    }
    Map<Setting<?>, RawValue> given = new LinkedHashMap<>();
    for (Setting<?> setting : Setting.ALL) {
      if (result.hasMatchedOption(setting.flag())) {
        given.put(
            setting,
            new RawValue(result.matchedOptionValue(setting.flag(), ""), "flag " + setting.flag()));
      }
    }
    Optional<RawValue> config =
        result.hasMatchedOption(CONFIG)
            ? Optional.of(new RawValue(result.matchedOptionValue(CONFIG, ""), "flag " + CONFIG))
            : Optional.empty();
    return new Parsed(Optional.empty(), config, given);
  }

  /**
   * A parsed command line.
   *
   * @param answer help or version to print instead of starting
   * @param config path of the configuration file
   * @param given the settings
   */
  record Parsed(
      Optional<String> answer, Optional<RawValue> config, Map<Setting<?>, RawValue> given) {}
}
