package io.spillway.engine.step;

/**
 * A position in a text.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
record TextPosition(int line, int column) {
  static final TextPosition START = new TextPosition(1, 1);

  /** The position of the UTF-16 index {@code offset} in {@code text}. */
  static TextPosition of(String text, int offset) {
    int line = 1;
    int start = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
      line++;
      start = i + 1;
    }
    return new TextPosition(line, text.codePointCount(start, offset) + 1);
  }

  /** This position in a text that begins at {@code start} of another one. */
  TextPosition after(TextPosition start) {
    return line == 1
        ? new TextPosition(start.line, start.column + column - 1)
        : new TextPosition(start.line + line - 1, column);
  }

  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
