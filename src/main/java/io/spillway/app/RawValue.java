package io.spillway.app;

/**
 * A value as somebody gave it.
 *
 * @param text the value
 * @param origin where it was given, in words for people
 */
record RawValue(String text, String origin) {}
