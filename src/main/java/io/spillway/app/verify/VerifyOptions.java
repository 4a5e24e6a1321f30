package io.spillway.app.verify;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The options of the command line. Exactly one of the first three is given.
 *
 * @param data data directory of a node
 * @param jdbcUrl of a PostgreSQL database
 * @param export exported file
 * @param jwks files with JWK Sets
 */
record VerifyOptions(
    Optional<Path> data, Optional<String> jdbcUrl, Optional<Path> export, List<Path> jwks) {
  private static final String DATA = "--data";
  private static final String JDBC_URL = "--jdbc-url";
  private static final String EXPORT = "--export";
  private static final String JWKS = "--jwks";
  private static final CommandLine COMMAND_LINE = new CommandLine(spec()).setExpandAtFiles(false);

  private static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("spillway " + VerifyLog.NAME);
    spec.usageMessage()
        .description("Verifies that no row of a system log was changed, removed or inserted.")
        .footer(
            "",
            "Exit code 0: the log is intact. 1: it is not; what is wrong is printed. 2: the command"
                + " line is invalid, or the log cannot be read.")
        .width(100)
        .sortOptions(false);
    return spec.addOption(option(DATA, "DIR", "Data directory of a node with SQLite."))
        .addOption(
            option(JDBC_URL, "URL", "PostgreSQL database, as jdbc:postgresql://host/name?user=…"))
        .addOption(option(EXPORT, "FILE", "Export of the system log (NDJSON). Needs --jwks."))
        .addOption(
            OptionSpec.builder(JWKS)
                .type(String[].class)
                .paramLabel("FILE")
                .description(
                    "JWK Set of the server, from /.well-known/jwks.json. May be given several"
                        + " times. Default: the keys in the database.")
                .build())
        .mixinStandardHelpOptions(true);
  }

  private static OptionSpec option(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  static String help() {
    return COMMAND_LINE.getUsageMessage(Ansi.OFF);
  }

  static boolean requestHelp(List<String> arguments) {
    return arguments.contains("-h") || arguments.contains("--help");
  }

  /**
   * @throws IllegalArgumentException if they are invalid; the message names the flag
   */
  static VerifyOptions parse(List<String> arguments) {
    ParseResult parsed;
    try {
      parsed = COMMAND_LINE.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    VerifyOptions options =
        new VerifyOptions(
            given(parsed, DATA).map(Path::of),
            given(parsed, JDBC_URL),
            given(parsed, EXPORT).map(Path::of),
            Arrays.stream(parsed.matchedOptionValue(JWKS, new String[0])).map(Path::of).toList());
    long sources =
        Stream.of(options.data, options.jdbcUrl, options.export)
            .filter(Optional::isPresent)
            .count();
    if (sources != 1) {
      throw new IllegalArgumentException(
          "%d of %s, %s and %s are given, must be one".formatted(sources, DATA, JDBC_URL, EXPORT));
    }
    if (options.export.isPresent() && options.jwks.isEmpty()) {
      throw new IllegalArgumentException(JWKS + " is missing, must be given with " + EXPORT);
    }
    return options;
  }

  private static Optional<String> given(ParseResult parsed, String name) {
    return parsed.hasMatchedOption(name)
        ? Optional.of(parsed.matchedOptionValue(name, ""))
        : Optional.empty();
  }
}
