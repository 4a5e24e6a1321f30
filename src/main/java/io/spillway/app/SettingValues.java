package io.spillway.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The value of each setting from the source with the highest precedence. Invariant: all values are
 * valid, also overridden ones, so that removing a flag does not uncover an invalid value.
 */
final class SettingValues {
  private final Map<Setting<?>, RawValue> given = new HashMap<>();

  /**
   * @param sources the settings of each source, highest precedence first
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

  /** The value of a setting without a default, if set. */
  <T> Optional<T> find(Setting<T> setting) throws SettingsException {
    return given.containsKey(setting) ? Optional.of(value(setting)) : Optional.empty();
  }

  /** The raw value of {@code setting}, or its default. */
  RawValue given(Setting<?> setting) {
    return given.getOrDefault(setting, new RawValue(setting.fallback(), "the default"));
  }
}
