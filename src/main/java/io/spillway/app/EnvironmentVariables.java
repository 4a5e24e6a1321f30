package io.spillway.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the environment variables whose names start with {@code SPILLWAY_}. */
final class EnvironmentVariables {
  /** The path of the configuration file. */
  static final String CONFIG = Setting.VARIABLE_PREFIX + "CONFIG";

  /** Read by the start script only; the node ignores it. */
  static final String JAVA_OPTIONS = Setting.VARIABLE_PREFIX + "JAVA_OPTS";

  private static final Set<String> NO_SETTINGS = Set.of(CONFIG, JAVA_OPTIONS);

  private EnvironmentVariables() {}

  /** The settings in {@code environment}. */
  static Map<Setting<?>, RawValue> read(Map<String, String> environment) throws SettingsException {
    Map<String, Setting<?>> byVariable =
        Setting.ALL.stream().collect(Collectors.toMap(Setting::variable, Function.identity()));
    Map<Setting<?>, RawValue> given = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
      String variable = entry.getKey();
      if (!variable.startsWith(Setting.VARIABLE_PREFIX) || NO_SETTINGS.contains(variable)) {
        continue;
      }
      Setting<?> setting = byVariable.get(variable);
      if (setting == null) {
        throw new SettingsException(
            "environment variable is %s, must be one of %s"
                .formatted(variable, allowed(byVariable.keySet())));
      }
      given.put(setting, new RawValue(entry.getValue(), "environment variable " + variable));
    }
    return given;
  }

  private static String allowed(Set<String> variables) {
    return Stream.concat(variables.stream(), NO_SETTINGS.stream())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
