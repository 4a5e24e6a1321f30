package io.spillway.api.oidc;

import io.spillway.api.auth.AutomationScope;
import io.spillway.api.auth.Caller;
import io.spillway.api.auth.Role;
import io.spillway.api.auth.jose.CompactJws;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the claims of a token of the provider, and maps them to a caller. */
final class ProviderClaims {
  /** The longest time that an access token is valid from now, as of this server's own. */
  static final Duration MAX_LIFETIME = Duration.ofDays(1);

  /** At most 255 ASCII characters (OpenID Connect Core 1.0, 2). */
  private static final Pattern SUBJECT = Pattern.compile("[\\x20-\\x7e]{1,255}");

  /** Between issuer and subject; not part of an issuer. */
  private static final String SUBJECT_SEPARATOR = "#";

  /** The end of the year 9999. */
  private static final double MAX_SECONDS = 253_402_300_800.0;

  private final ProviderSettings settings;
  private final RoleClaim roles;

  ProviderClaims(ProviderSettings settings) {
    this.settings = settings;
    this.roles = new RoleClaim(settings.rolesClaim(), settings.rolesPrefix());
  }

  /**
   * The caller.
   *
   * @param now the token must not be issued later
   * @throws RefusedException if a claim is invalid
   */
  Caller callerOf(CompactJws jws, Instant now) {
    JsonObject claims = jws.claims();
    if (!settings.issuer().equals(claims.getValue("iss"))) {
      throw refused("has another issuer (iss); must be " + settings.issuer());
    }
    requireAudience(claims.getValue("aud"));
    Instant latest = now.plus(ProviderKeySet.LEEWAY);
    for (String name : Set.of("iat", "nbf")) {
      if (moment(claims, name).filter(latest::isBefore).isPresent()) {
        throw refused("is not valid yet (" + name + ")");
      }
    }
    String actor = actorOf(claims);
    return new Caller(actor, actor, roleOf(claims), AutomationScope.ALL);
  }

  /**
   * When the token expires, exclusive.
   *
   * @throws RefusedException if that is now or earlier, or too late
   */
  Instant expiryOf(CompactJws jws, Instant now) {
    Instant expiresAt =
        moment(jws.claims(), "exp").orElseThrow(() -> refused("lacks the claim exp"));
    if (!now.isBefore(expiresAt)) {
      throw ProviderTokens.expired(expiresAt);
    }
    if (expiresAt.isAfter(now.plus(MAX_LIFETIME).plus(ProviderKeySet.LEEWAY))) {
      throw refused(
          "expires at %s (exp), must expire within %d hours"
              .formatted(expiresAt, MAX_LIFETIME.toHours()));
    }
    return expiresAt;
  }

  private void requireAudience(@Nullable Object given) {
    boolean ours =
        given instanceof JsonArray several
            ? several.contains(settings.audience())
            : settings.audience().equals(given);
    if (!ours) {
      throw refused("is for another audience (aud); must be " + settings.audience());
    }
  }

  private String actorOf(JsonObject claims) {
    if (claims.getValue("sub") instanceof String subject && SUBJECT.matcher(subject).matches()) {
      return settings.issuer() + SUBJECT_SEPARATOR + subject;
    }
    throw refused("has an invalid subject (sub), must be 1 to 255 ASCII characters");
  }

  private Role roleOf(JsonObject claims) {
    return roles
        .highestIn(claims)
        .orElseThrow(
            () ->
                refused(
                    "grants none of the roles %1$sworker, %1$sviewer, %1$soperator, %1$sadmin in the claim %2$s"
                        .formatted(settings.rolesPrefix(), settings.rolesClaim())));
  }

  private static Optional<Instant> moment(JsonObject claims, String name) {
    Object given = claims.getValue(name);
    if (given == null) {
      return Optional.empty();
    }
    if (given instanceof Number seconds && Math.abs(seconds.doubleValue()) < MAX_SECONDS) {
      return Optional.of(Instant.ofEpochSecond(seconds.longValue()));
    }
    throw refused("has an invalid claim " + name + ", must be a time in seconds");
  }

  private static RefusedException refused(String why) {
    return ProviderTokens.unauthenticated(why);
  }
}
