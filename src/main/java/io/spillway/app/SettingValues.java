package io.spillway.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was given for each setting, by the source that comes first. Invariant: every text is one
 * that its setting allows, also one that an earlier source overrides, so that a mistake does not
 * wait for the day on which the flag above it is left out.
 */
final class SettingValues {
  private final Map<Setting<?>, RawValue> given = new HashMap<>();

  /**
   * @param sources what each source gives, the one with precedence first
   */
  static SettingValues of(List<Map<Setting<?>, RawValue>> sources) throws SettingsException {
    SettingValues values = new SettingValues();
    for (Map<Setting<?>, RawValue> source : sources) {
      for (Map.Entry<Setting<?>, RawValue> entry : source.entrySet()) {
        entry.getKey().valueOf(entry.getValue());
        values.given.putIfAbsent(entry.getKey(), entry.getValue());
      }
    }
    return values;
  }

  /** The value of a setting that has a default. */
  <T> T value(Setting<T> setting) throws SettingsException {
    return setting.valueOf(given(setting));
  }

  /** The value of a setting that follows from others where nothing is given. */
  <T> Optional<T> find(Setting<T> setting) throws SettingsException {
    return given.containsKey(setting) ? Optional.of(value(setting)) : Optional.empty();
  }

  /** What was given for {@code setting}, or its default. */
  RawValue given(Setting<?> setting) {
    return given.getOrDefault(setting, new RawValue(setting.fallback(), "the default"));
  }
}
