package io.spillway.app;

/**
 * The node cannot start with what it was given. The message is for the person who starts it: which
 * setting, where it came from, what was given, what is allowed.
 */
final class SettingsException extends Exception {
  private static final long serialVersionUID = 1;

  SettingsException(String message) {
    super(message);
  }
}
