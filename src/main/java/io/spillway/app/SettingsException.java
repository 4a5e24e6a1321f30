package io.spillway.app;

/**
 * The settings are invalid. The message names the setting, its value and origin, and what is
 * allowed.
 */
final class SettingsException extends Exception {
  private static final long serialVersionUID = 1;

  SettingsException(String message) {
    super(message);
  }
}
