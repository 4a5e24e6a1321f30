package io.spillway.api.oidc;

import io.spillway.api.auth.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The claim of a token that holds the roles of its subject.
 *
 * @param path name of a claim, or names joined by dots for a nested one; names may contain dots
 * @param prefix of the roles of this server
 */
record RoleClaim(String path, String prefix) {
  private static final char DOT = '.';

  /** The highest role in {@code claims}; other values are ignored. */
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

  /** A list of strings, or one string separated by spaces as in the claim {@code scope}. */
  private static Stream<String> values(@Nullable Object value) {
    if (value instanceof JsonArray list) {
      return list.stream().filter(String.class::isInstance).map(String.class::cast);
    }
    return value instanceof String words ? Stream.of(words.split(" ", -1)) : Stream.empty();
  }
}
