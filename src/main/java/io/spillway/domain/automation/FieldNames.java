package io.spillway.domain.automation;

import java.util.Locale;

/** Converts field names between lowerCamelCase and snake_case, which proto3 JSON both accepts. */
public final class FieldNames {
  private FieldNames() {}

  public static String toSnakeCase(String name) {
    StringBuilder snake = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        snake.append('_');
      }
      snake.append(c);
    }
    return snake.toString().toLowerCase(Locale.ROOT);
  }

  public static String toCamelCase(String name) {
    StringBuilder camel = new StringBuilder(name.length());
    boolean raise = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        raise = true;
      } else {
        camel.append(raise ? Character.toUpperCase(c) : c);
        raise = false;
      }
    }
    return camel.toString();
  }
}
