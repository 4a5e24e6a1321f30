package io.spillway.app;

import io.spillway.api.http.server.TlsFiles;
import io.spillway.api.oidc.ProviderSettings;
import io.spillway.engine.actor.Quotas;
import io.spillway.engine.event.NamedAutomations;
import io.spillway.engine.grid.AgreedSettings;
import io.spillway.engine.grid.ClusterSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of one node. {@link Setting} describes each value. */
record Settings(
    Http http,
    Identity identity,
    Storage storage,
    Actors actors,
    Egress egress,
    Cluster cluster,
    Logging logging) {

  /**
   * @param host name or address to listen on
   * @param port 0 for any free port
   * @param maxInFlight maximum concurrent requests
   * @param drainTimeout for requests in progress when the node stops
   * @param guard limits, TLS and proxies
   */
  record Http(String host, int port, int maxInFlight, Duration drainTimeout, Guard guard) {
    /** Whether only this machine can reach the node. Decided without resolving the name. */
    boolean isLoopback() {
      return Settings.isLoopback(host);
    }
  }

  /**
   * Files in PEM for the event bus.
   *
   * @param certificate of this member, also as a client of others
   * @param key of the certificate
   * @param authority that has issued the certificates of all members
   */
  record ClusterTls(Path certificate, Path key, Path authority) {}

  /**
   * What must be the same on all members of a cluster. Tokens of one are good on all only if they
   * have the same issuer; the rest works, but not as anybody would expect.
   *
   * @param boundPort port that the node listens on
   */
  AgreedSettings agreed(int boundPort) {
    return new AgreedSettings(
        Map.of(Setting.ISSUER.name(), identity.issuer(boundPort)),
        Map.of(
            Setting.PUBLIC_HOST.name(),
            identity.publicHost(),
            Setting.CLUSTER_MIN_SIZE.name(),
            Integer.toString(cluster.minSize()),
            Setting.MAX_AUTOMATIONS.name(),
            Integer.toString(actors.quotas().automations()),
            Setting.MAX_DEFINITION_BYTES.name(),
            Long.toString(actors.quotas().definitionBytes()),
            Setting.MAX_CONTEXT_BYTES_PER_DAY.name(),
            Long.toString(actors.quotas().contextBytes())));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]+){3}");
  }

  /**
   * @param tls certificate and key, for HTTPS
   * @param trustedProxies addresses and networks of proxies whose headers name the client
   * @param proxyProtocol whether these proxies begin each connection with the PROXY protocol
   * @param corsOrigins whose pages may read responses
   * @param requestTimeout to receive a request
   * @param maxConnections maximum concurrent connections
   * @param namedAutomations that the metrics name, which need no token
   */
  record Guard(
      Optional<TlsFiles> tls,
      List<String> trustedProxies,
      boolean proxyProtocol,
      List<String> corsOrigins,
      Duration requestTimeout,
      int maxConnections,
      NamedAutomations namedAutomations) {
    Guard {
      trustedProxies = List.copyOf(trustedProxies);
      corsOrigins = List.copyOf(corsOrigins);
    }
  }

  /**
   * @param publicHost host name that clients use
   * @param alsoKnownAs other host names that clients use
   * @param scheme that clients use, unless an issuer is set
   * @param givenIssuer the issuer, if set
   * @param tokenLifetime of an access token
   * @param keyRotation interval of new signing keys
   * @param provider whose tokens are also accepted
   */
  record Identity(
      String publicHost,
      List<String> alsoKnownAs,
      String scheme,
      Optional<String> givenIssuer,
      Duration tokenLifetime,
      Duration keyRotation,
      Optional<ProviderSettings> provider) {
    Identity {
      alsoKnownAs = List.copyOf(alsoKnownAs);
    }

    /** The public host in a URL: an IPv6 address in brackets. */
    String hostInUrl() {
      return publicHost.contains(":") ? "[" + publicHost + "]" : publicHost;
    }

    /**
     * The issuer of tokens.
     *
     * @param boundPort port that the node listens on
     */
    String issuer(int boundPort) {
      return givenIssuer.orElse(scheme + "://" + hostInUrl() + ":" + boundPort);
    }
  }

  /**
   * @param directory exists and can be written
   * @param kind of store
   * @param jdbcUrl of the PostgreSQL database
   * @param auditRetention how long system log events are kept; empty for ever
   */
  record Storage(
      Path directory, StoreKind kind, Optional<String> jdbcUrl, Optional<Duration> auditRetention) {
    /** The file of the SQLite database. */
    Path database() {
      return directory.resolve("spillway.db");
    }

    /** The file with the credentials of the first client. */
    Path adminClient() {
      return directory.resolve("admin-client.json");
    }
  }

  /**
   * @param queue maximum queued commands per automation
   * @param idle time after which an actor is undeployed
   * @param resolveInFlight segments that a resolution moves concurrently
   * @param runner of steps
   * @param quotas how much may be stored
   */
  record Actors(int queue, Duration idle, int resolveInFlight, Runner runner, Quotas quotas) {}

  /**
   * @param concurrency steps that the node runs concurrently
   * @param unservedAfter time after which a step fails that no worker asks for
   */
  record Runner(int concurrency, Duration unservedAfter) {}

  /**
   * @param allow networks that webhooks may reach
   * @param proxy for public addresses, {@code host:port}
   * @param secretsKey file with the key that seals secrets
   */
  record Egress(List<String> allow, Optional<String> proxy, Path secretsKey) {
    Egress {
      allow = List.copyOf(allow);
    }
  }

  /**
   * @param name of the cluster
   * @param host at which other members reach this one; the only address to listen on
   * @param port of the grid; 0 for the first free port
   * @param busPort of the event bus; 0 for any free port
   * @param members to join, each {@code host} or {@code host:port}, an IPv6 address in brackets
   * @param service DNS name that resolves to the members
   * @param minSize quorum; 0 for none
   * @param secret that members prove to know; empty on one machine
   * @param tls of the event bus
   */
  record Cluster(
      String name,
      String host,
      int port,
      int busPort,
      List<String> members,
      Optional<String> service,
      int minSize,
      Optional<ClusterSecret> secret,
      Optional<ClusterTls> tls) {
    Cluster {
      members = List.copyOf(members);
    }

    /** Whether only this machine can reach the ports. Decided without resolving the name. */
    boolean isLoopback() {
      return Settings.isLoopback(host);
    }

    /** Whether other members may join. */
    boolean isShared() {
      return !members.isEmpty() || service.isPresent();
    }
  }

  /**
   * @param format of a line
   * @param level minimum level
   */
  record Logging(LogFormat format, LogLevel level) {}

  /**
   * The settings of a node.
   *
   * @throws SettingsException if they are invalid
   */
  static Settings of(SettingValues values) throws SettingsException {
    Settings settings =
        new Settings(
            new Http(
                values.value(Setting.HOST),
                values.value(Setting.PORT),
                values.value(Setting.MAX_IN_FLIGHT),
                values.value(Setting.DRAIN_TIMEOUT),
                guardOf(values)),
            new Identity(
                values.value(Setting.PUBLIC_HOST),
                values.value(Setting.ALSO_KNOWN_AS),
                guardOf(values).tls().isPresent() ? "https" : "http",
                values.find(Setting.ISSUER),
                values.value(Setting.TOKEN_LIFETIME),
                values.value(Setting.KEY_ROTATION),
                providerOf(values)),
            new Storage(
                values.value(Setting.DATA).toAbsolutePath().normalize(),
                values.value(Setting.STORE),
                values.find(Setting.JDBC_URL),
                values.find(Setting.AUDIT_RETENTION)),
            new Actors(
                values.value(Setting.ACTOR_QUEUE),
                values.value(Setting.ACTOR_IDLE),
                values.value(Setting.RESOLVE_IN_FLIGHT),
                new Runner(
                    values.value(Setting.RUN_CONCURRENCY), values.value(Setting.UNSERVED_AFTER)),
                new Quotas(
                    values.value(Setting.MAX_AUTOMATIONS),
                    values.value(Setting.MAX_DEFINITION_BYTES),
                    values.value(Setting.MAX_CONTEXT_BYTES_PER_DAY))),
            egressOf(values),
            clusterOf(values),
            new Logging(values.value(Setting.LOG_FORMAT), values.value(Setting.LOG_LEVEL)));
    new SettingsValidator(settings, values).validate();
    return settings;
  }

  private static Guard guardOf(SettingValues values) throws SettingsException {
    Optional<Path> key = values.find(Setting.TLS_KEY);
    return new Guard(
        values
            .find(Setting.TLS_CERTIFICATE)
            .flatMap(certificate -> key.map(k -> new TlsFiles(certificate, k))),
        values.find(Setting.TRUSTED_PROXIES).orElse(List.of()),
        values.value(Setting.PROXY_PROTOCOL) == Switch.ON,
        values.find(Setting.CORS_ORIGINS).orElse(List.of()),
        values.value(Setting.REQUEST_TIMEOUT),
        values.value(Setting.MAX_CONNECTIONS),
        values.value(Setting.METRICS_AUTOMATIONS));
  }

  private static Optional<ProviderSettings> providerOf(SettingValues values)
      throws SettingsException {
    Optional<String> issuer = values.find(Setting.OIDC_ISSUER);
    Optional<String> audience = values.find(Setting.OIDC_AUDIENCE);
    String claim = values.value(Setting.OIDC_ROLES_CLAIM);
    String prefix = values.find(Setting.OIDC_ROLES_PREFIX).orElse("");
    Optional<ProviderSettings.SignIn> signIn = signInOf(values);
    return issuer.flatMap(
        url -> audience.map(a -> new ProviderSettings(url, a, claim, prefix, signIn)));
  }

  private static Optional<ProviderSettings.SignIn> signInOf(SettingValues values)
      throws SettingsException {
    Optional<String> clientId = values.find(Setting.OIDC_CLIENT_ID);
    Optional<String> secret = secretIn(values);
    String scope = values.value(Setting.OIDC_SCOPE);
    return clientId.map(id -> new ProviderSettings.SignIn(id, secret, scope));
  }

  private static Optional<String> secretIn(SettingValues values) throws SettingsException {
    Optional<Path> file = values.find(Setting.OIDC_CLIENT_SECRET_FILE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      String secret = Files.readString(file.get()).strip();
      if (!secret.isEmpty()) {
        return Optional.of(secret);
      }
    } catch (IOException e) {
      // Refused below, like an empty file.
    }
    throw Setting.OIDC_CLIENT_SECRET_FILE.refusal(
        values.given(Setting.OIDC_CLIENT_SECRET_FILE), "a readable file that contains a secret");
  }

  private static Egress egressOf(SettingValues values) throws SettingsException {
    Path data = values.value(Setting.DATA).toAbsolutePath().normalize();
    return new Egress(
        values.find(Setting.EGRESS_ALLOW).orElse(List.of()),
        values.find(Setting.EGRESS_PROXY),
        values
            .find(Setting.SECRETS_KEY_FILE)
            .map(file -> file.toAbsolutePath().normalize())
            .orElseGet(() -> data.resolve("secrets-key.json")));
  }

  private static Cluster clusterOf(SettingValues values) throws SettingsException {
    return new Cluster(
        values.value(Setting.CLUSTER_NAME),
        values.value(Setting.CLUSTER_HOST),
        values.value(Setting.CLUSTER_PORT),
        values.value(Setting.CLUSTER_BUS_PORT),
        values.find(Setting.CLUSTER_MEMBERS).orElse(List.of()),
        values.find(Setting.CLUSTER_SERVICE),
        values.value(Setting.CLUSTER_MIN_SIZE),
        clusterSecretOf(values),
        clusterTlsOf(values));
  }

  private static Optional<ClusterSecret> clusterSecretOf(SettingValues values)
      throws SettingsException {
    Optional<Path> file = values.find(Setting.CLUSTER_SECRET_FILE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ClusterSecret(Files.readString(file.get()).strip()));
    } catch (IOException e) {
      throw Setting.CLUSTER_SECRET_FILE.refusal(
          values.given(Setting.CLUSTER_SECRET_FILE), "a file that this user can read");
    } catch (IllegalArgumentException e) {
      throw Setting.CLUSTER_SECRET_FILE.refusal(
          values.given(Setting.CLUSTER_SECRET_FILE),
          "a file with at least %d characters; %s"
              .formatted(ClusterSecret.MIN_CHARACTERS, e.getMessage()));
    }
  }

  private static Optional<ClusterTls> clusterTlsOf(SettingValues values) throws SettingsException {
    Optional<Path> key = values.find(Setting.CLUSTER_TLS_KEY);
    Optional<Path> authority = values.find(Setting.CLUSTER_TLS_CA);
    return values
        .find(Setting.CLUSTER_TLS_CERTIFICATE)
        .flatMap(
            certificate ->
                key.flatMap(k -> authority.map(ca -> new ClusterTls(certificate, k, ca))));
  }
}
