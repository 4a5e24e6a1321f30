package io.spillway.api.auth;

import io.spillway.api.auth.jose.CompactJws;
import io.spillway.api.auth.jose.RandomBytes;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.store.AuditCheckpoint;
import io.spillway.store.IdentityStore;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens all parts of authentication on a store. */
public final class Authentication {
  private static final String PAGE_TOKEN_USE = "page-token";
  private static final int PAGE_TOKEN_KEY_BYTES = 32;

  private final KeyRing signingKeys;
  private final AccessTokens accessTokens;
  private final TokenEndpoint tokenEndpoint;
  private final AccessRecorder recorder;
  private final ClientRegistration registration;
  private final ClientCache active;
  private final JsonObject metadata;
  private final byte[] pageTokenKey;
  private final Clock clock;

  private Authentication(
      KeyRing signingKeys,
      AccessTokens accessTokens,
      TokenEndpoint tokenEndpoint,
      AccessRecorder recorder,
      ClientRegistration registration,
      ClientCache active,
      JsonObject metadata,
      byte[] pageTokenKey,
      Clock clock) {
    this.signingKeys = signingKeys;
    this.accessTokens = accessTokens;
    this.tokenEndpoint = tokenEndpoint;
    this.recorder = recorder;
    this.registration = registration;
    this.active = active;
    this.metadata = metadata;
    this.pageTokenKey = pageTokenKey;
    this.clock = clock;
  }

  /**
   * Loads the server's keys, or generates them on the first start. Nodes of one store that start at
   * the same time use the same keys.
   *
   * @param aheadOfOthers how far this clock is ahead of those of other nodes, never negative: their
   *     tokens seem to expire too early by that, which is made up for up to a minute
   */
  public static Future<Authentication> open(
      Vertx vertx,
      IdentityStore store,
      AuthSettings settings,
      AccessRecorder recorder,
      Clock clock,
      Supplier<Duration> aheadOfOthers) {
    ServerKeys keys = new ServerKeys(vertx, store, clock);
    return Future.all(
            KeyRing.open(vertx, keys, settings.keyRotation(), clock),
            keys.load(PAGE_TOKEN_USE, Authentication::generatePageTokenKey)
                .map(Authentication::pageTokenKey))
        .map(
            loaded -> {
              KeyRing ring = loaded.resultAt(0);
              ClientCache active = new ClientCache(vertx, store, clock);
              AccessTokens tokens =
                  new AccessTokens(
                      ring,
                      new AccessTokenCheck(ring::verifierOf, new SignatureThreads(vertx), settings),
                      active,
                      settings,
                      clock,
                      aheadOfOthers);
              SecretHash hashes = new SecretHash();
              return new Authentication(
                  ring,
                  tokens,
                  new TokenEndpoint(
                      new SecretLogin(vertx, store, hashes),
                      new AssertionLogin(vertx, store, clock, CompactJws::signedBy),
                      new Audiences(settings),
                      tokens,
                      recorder),
                  recorder,
                  new ClientRegistration(
                      vertx, store, active, new CredentialMaker(hashes), settings, clock),
                  active,
                  ServerMetadata.of(settings),
                  loaded.resultAt(1),
                  clock);
            });
  }

  /**
   * Reads the signing keys from the store, adds one if the rotation is due, and removes those of
   * which no token is valid. To be called every minute. If it fails, the known keys stay in use.
   */
  public Future<Void> refreshKeys() {
    return signingKeys.refresh();
  }

  /** Signs that a row is the last of the system log now. */
  public AuditCheckpoint signCheckpoint(ChainPoint last) {
    return LogCheckpoint.sign(signingKeys.privateJwk(), last, clock.instant());
  }

  public AccessTokens accessTokens() {
    return accessTokens;
  }

  public TokenEndpoint tokenEndpoint() {
    return tokenEndpoint;
  }

  /** The token endpoint for users of the identity provider, if one is configured. */
  public Handler<RoutingContext> providerTokenEndpoint(Optional<ProviderSignIn> signIn) {
    return new ProviderTokenEndpoint(signIn, recorder);
  }

  /** Records in the system log who got a token and who was refused. */
  public AccessRecorder recorder() {
    return recorder;
  }

  public ClientRegistration registration() {
    return registration;
  }

  /**
   * A client as the caller of a request that was authenticated in another way than by a token;
   * empty if it does not exist, is revoked or has no role.
   */
  public Future<Optional<Caller>> callerNamed(String clientId) {
    return active
        .find(clientId)
        .map(
            client ->
                client.flatMap(
                    known ->
                        Role.highestOf(known.roles())
                            .map(
                                role ->
                                    new Caller(
                                        known.id(),
                                        known.displayName(),
                                        role,
                                        AutomationScope.of(known.scopes())))));
  }

  /** 32 secret bytes, the same on all nodes and after a restart, for signing page tokens. */
  public byte[] pageTokenKey() {
    return pageTokenKey.clone();
  }

  /** The public keys of access tokens as a JWK Set. */
  public JsonObject jwks() {
    return accessTokens.jwks();
  }

  /** The authorization server metadata (RFC 8414). */
  public JsonObject metadata() {
    return metadata.copy();
  }

  private static JsonObject generatePageTokenKey() {
    return new JsonObject().put("kty", "oct").put("k", RandomBytes.base64Url(PAGE_TOKEN_KEY_BYTES));
  }

  private static byte[] pageTokenKey(List<IdentityStore.Key> keys) {
    return Base64.getUrlDecoder().decode(new JsonObject(keys.get(0).material()).getString("k"));
  }
}
