package io.spillway.engine.step;

/** An expression reads {@code ctx.<name>} at this position. */
record ContextRead(String name, TextPosition position) {}
