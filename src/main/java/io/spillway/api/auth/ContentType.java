package io.spillway.api.auth;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the header Content-Type (RFC 9110, 8.3). */
public final class ContentType {
  private static final Set<String> UTF_8 = Set.of("utf-8", "utf8");
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]*)", Pattern.CASE_INSENSITIVE);

  private ContentType() {}

  /** Whether the charset that {@code type} names is UTF-8; also if it names none. */
  public static boolean isUtf8(@Nullable String type) {
    if (type == null) {
      return true;
    }
    Matcher charset = CHARSET.matcher(type);
    while (charset.find()) {
      if (!UTF_8.contains(charset.group(1).toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }
}
