package io.spillway.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.api.auth.AccessRecorder;
import io.spillway.api.auth.AuthSettings;
import io.spillway.api.auth.Authentication;
import io.spillway.api.auth.ProviderSignIn;
import io.spillway.api.auth.TokenVerifier;
import io.spillway.api.auth.TrustedProxies;
import io.spillway.api.http.ApiDependencies;
import io.spillway.api.oidc.IdentityProvider;
import io.spillway.store.Store;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients of the node, its tokens, and those of the identity provider. */
final class Identity {
  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final Authentication authentication;
  private final TrustedProxies proxies;
  private final Optional<IdentityProvider> provider;
  private final String issuer;

  /** Credentials of a client that ends with the store, if this node wrote some. */
  private final Optional<Path> temporaryCredentials;

  private Identity(
      Authentication authentication,
      TrustedProxies proxies,
      Optional<IdentityProvider> provider,
      String issuer,
      Optional<Path> temporaryCredentials) {
    this.authentication = authentication;
    this.proxies = proxies;
    this.provider = provider;
    this.issuer = issuer;
    this.temporaryCredentials = temporaryCredentials;
  }

  /**
   * Loads the keys and creates the first client, in one step of the store: of nodes that start
   * together, one creates them. Then starts to read the keys of the identity provider. Blocks.
   *
   * @param port that the node listens on
   * @param clocks of the node and the others
   */
  static Identity open(
      Vertx vertx, Store store, Settings settings, int port, Clocks clocks, MeterRegistry meters) {
    Clock clock = clocks.own();
    String issuer = settings.identity().issuer(port);
    AuthSettings authSettings =
        new AuthSettings(
            issuer,
            issuer + "/api",
            settings.identity().hostInUrl(),
            Set.copyOf(settings.identity().alsoKnownAs()),
            settings.identity().tokenLifetime(),
            settings.identity().keyRotation());
    TrustedProxies proxies = TrustedProxies.of(settings.http().guard().trustedProxies());
    FirstClientResult opened =
        store.runExclusively(
            () ->
                openWithFirstClient(
                    vertx, store, settings.storage(), authSettings, proxies, clocks));
    return new Identity(
        opened.authentication(),
        proxies,
        settings
            .identity()
            .provider()
            .map(trusted -> registered(IdentityProvider.open(vertx, trusted, clock), meters)),
        issuer,
        Optional.of(settings.storage().adminClient())
            .filter(file -> opened.isCreated() && settings.storage().kind() == StoreKind.MEMORY));
  }

  /**
   * The clock of this node, and how it compares.
   *
   * @param own clock
   * @param aheadOfOthers how far it is ahead of those of other nodes
   */
  record Clocks(Clock own, Supplier<Duration> aheadOfOthers) {}

  private record FirstClientResult(Authentication authentication, boolean isCreated) {}

  private static FirstClientResult openWithFirstClient(
      Vertx vertx,
      Store store,
      Settings.Storage storage,
      AuthSettings settings,
      TrustedProxies proxies,
      Clocks clocks) {
    Authentication authentication =
        Futures.await(
            Authentication.open(
                vertx,
                store.identity(),
                settings,
                new AccessRecorder(store.auditLog(), proxies, clocks.own()),
                clocks.own(),
                clocks.aheadOfOthers()),
            START_TIMEOUT);
    FirstClient client =
        new FirstClient(store.identity(), authentication.registration(), storage.adminClient());
    return new FirstClientResult(authentication, client.createIfNeeded());
  }

  private static IdentityProvider registered(IdentityProvider provider, MeterRegistry meters) {
    Gauge.builder("spillway.oidc.keys", provider, IdentityProvider::keys)
        .description("Known keys of the identity provider; with none its tokens cannot be verified")
        .register(meters);
    return provider;
  }

  Authentication authentication() {
    return authentication;
  }

  /** How requests are authenticated. */
  ApiDependencies.Security security() {
    TokenVerifier own = authentication.accessTokens();
    Optional<ProviderSignIn> signIn = provider.flatMap(IdentityProvider::signIn);
    return new ApiDependencies.Security(
        provider.map(trusted -> trusted.verifierBeside(own, issuer)).orElse(own),
        proxies,
        authentication.recorder(),
        authentication.tokenEndpoint(),
        signIn,
        authentication.providerTokenEndpoint(signIn),
        authentication::jwks,
        authentication::metadata,
        authentication.registration(),
        authentication.pageTokenKey());
  }

  /** Writes what the system log counts; to be called before the store is closed. */
  void writeRest() {
    authentication.recorder().writeRest();
  }

  /** Deletes credentials that are useless without the memory of this process. */
  void close() {
    temporaryCredentials.ifPresent(
        file -> {
          try {
            Files.deleteIfExists(file);
          } catch (IOException e) {
            LOG.warn("{} stays: it cannot be deleted", file, e);
          }
        });
  }
}
