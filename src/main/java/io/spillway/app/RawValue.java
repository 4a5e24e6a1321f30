package io.spillway.app;

/**
 * The text of a setting before parsing.
 *
 * @param text the value
 * @param origin flag, environment variable or line of the file, for messages
 */
record RawValue(String text, String origin) {}
