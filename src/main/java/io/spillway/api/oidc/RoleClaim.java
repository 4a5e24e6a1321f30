package io.spillway.api.oidc;

import io.spillway.api.auth.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a token says which roles its subject has.
 *
 * @param path name of a claim, or names joined by dots for one within others; names may have dots
 *     themselves
 * @param prefix of the roles that are meant for us
 */
record RoleClaim(String path, String prefix) {
  private static final char DOT = '.';

  /** The highest role that {@code claims} give; other values there are passed over. */
  Optional<Role> highestIn(JsonObject claims) {
    List<String> names =
        values(find(claims, path))
            .filter(value -> value.startsWith(prefix))
            .map(value -> value.substring(prefix.length()))
            .toList();
    return Role.highestOf(names);
  }

  private static @Nullable Object find(JsonObject within, String path) {
    Object direct = within.getValue(path);
    if (direct != null) {
      return direct;
    }
    for (int dot = path.indexOf(DOT); dot >= 0; dot = path.indexOf(DOT, dot + 1)) {
      if (within.getValue(path.substring(0, dot)) instanceof JsonObject inner) {
        Object found = find(inner, path.substring(dot + 1));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** A list of texts, or one text of words as in the claim {@code scope}. */
  private static Stream<String> values(@Nullable Object value) {
    if (value instanceof JsonArray list) {
      return list.stream().filter(String.class::isInstance).map(String.class::cast);
    }
    return value instanceof String words ? Stream.of(words.split(" ", -1)) : Stream.empty();
  }
}
