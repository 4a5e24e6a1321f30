package io.spillway.app;

import io.spillway.app.SettingType.Automations;
import io.spillway.app.SettingType.BaseUrl;
import io.spillway.app.SettingType.Bytes;
import io.spillway.app.SettingType.Choice;
import io.spillway.app.SettingType.Directory;
import io.spillway.app.SettingType.EgressNetworks;
import io.spillway.app.SettingType.ExistingFile;
import io.spillway.app.SettingType.Host;
import io.spillway.app.SettingType.HostAndPort;
import io.spillway.app.SettingType.Hosts;
import io.spillway.app.SettingType.JdbcUrl;
import io.spillway.app.SettingType.KeyFile;
import io.spillway.app.SettingType.Members;
import io.spillway.app.SettingType.Name;
import io.spillway.app.SettingType.Networks;
import io.spillway.app.SettingType.Origins;
import io.spillway.app.SettingType.ProviderUrl;
import io.spillway.app.SettingType.Span;
import io.spillway.app.SettingType.Whole;
import io.spillway.app.SettingType.Word;
import io.spillway.app.SettingType.Words;
import io.spillway.engine.event.NamedAutomations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One setting. Flags, environment variables, keys of the file, the help and the table in
 * docs/settings.md are generated from the list {@link #ALL}.
 *
 * @param name lower case, words joined by hyphens; the key in the file
 * @param type of its values
 * @param fallback default as shown in the help
 * @param derived whether {@code fallback} describes the default but is no value
 * @param description one sentence
 */
record Setting<T>(
    String name, SettingType<T> type, String fallback, boolean derived, String description) {

  static final Setting<String> HOST =
      of("host", new Host(), "127.0.0.1", "Address to listen on for HTTP.");
  static final Setting<Integer> PORT =
      of("port", new Whole(0, 65_535), "8080", "Port to listen on for HTTP; 0 picks a free port.");
  static final Setting<Path> DATA =
      of(
          "data",
          new Directory(),
          "./data",
          "Directory for the database and the first administrator's credentials.");
  static final Setting<StoreKind> STORE =
      of(
          "store",
          Choice.of(StoreKind.class),
          "sqlite",
          "Database; memory keeps nothing after the node stops.");
  static final Setting<String> JDBC_URL =
      new Setting<>(
          "jdbc-url",
          new JdbcUrl(),
          "none",
          true,
          "PostgreSQL database for --store postgres. Contains a password, so prefer the environment"
              + " variable.");
  static final Setting<String> PUBLIC_HOST =
      of(
          "public-host",
          new Host(),
          "localhost",
          "Host name that clients use for this server; audience of client assertions.");
  static final Setting<List<String>> ALSO_KNOWN_AS =
      of(
          "also-known-as",
          new Hosts(),
          "localhost,127.0.0.1,::1",
          "Other host names that clients use for this server; audiences of client assertions too.");
  static final Setting<String> ISSUER =
      new Setting<>(
          "issuer",
          new BaseUrl(),
          "http://<public-host>:<port>",
          true,
          "Issuer of access tokens: the URL that clients use for this server.");
  static final Setting<Duration> TOKEN_LIFETIME =
      of(
          "token-lifetime",
          new Span(Duration.ofSeconds(60), Duration.ofHours(24)),
          "PT1H",
          "Lifetime of access tokens.");
  static final Setting<Duration> KEY_ROTATION =
      of(
          "key-rotation",
          new Span(Duration.ofHours(1), Duration.ofDays(365)),
          "PT720H",
          "Interval after which a new key signs access tokens.");
  static final Setting<String> OIDC_ISSUER =
      new Setting<>(
          "oidc-issuer",
          new ProviderUrl(),
          "none",
          true,
          "Issuer URL of an OpenID Connect provider whose access tokens are accepted; must equal"
              + " the iss claim exactly.");
  static final Setting<String> OIDC_AUDIENCE =
      new Setting<>(
          "oidc-audience", new Word(), "none", true, "Required audience of the provider's tokens.");
  static final Setting<String> OIDC_ROLES_CLAIM =
      of(
          "oidc-roles-claim",
          new Word(),
          "roles",
          "Claim of the provider's tokens that contains the roles; dots address nested claims, such"
              + " as realm_access.roles.");
  static final Setting<String> OIDC_ROLES_PREFIX =
      new Setting<>(
          "oidc-roles-prefix",
          new Word(),
          "none",
          true,
          "Prefix of worker, viewer, operator and admin in the roles claim.");
  static final Setting<String> OIDC_CLIENT_ID =
      new Setting<>(
          "oidc-client-id",
          new Word(),
          "none",
          true,
          "Client id of this server at the provider. Enables sign-in there from the console; the"
              + " redirect URI is /signed-in.");
  static final Setting<Path> OIDC_CLIENT_SECRET_FILE =
      new Setting<>(
          "oidc-client-secret-file",
          new ExistingFile(),
          "none",
          true,
          "File with the client secret; omit it for a public client.");
  static final Setting<String> OIDC_SCOPE =
      of(
          "oidc-scope",
          new Words(),
          "openid",
          "Scopes that the console requests from the provider, separated by spaces.");
  static final Setting<Path> TLS_CERTIFICATE =
      new Setting<>(
          "tls-certificate",
          new ExistingFile(),
          "none",
          true,
          "Certificate chain for HTTPS in PEM, server certificate first. Enables HTTPS on the port;"
              + " a changed file is reloaded without a restart.");
  static final Setting<Path> TLS_KEY =
      new Setting<>(
          "tls-key",
          new ExistingFile(),
          "none",
          true,
          "Private key of the certificate in PEM: PKCS #8, not encrypted.");
  static final Setting<List<String>> TRUSTED_PROXIES =
      new Setting<>(
          "trusted-proxies",
          new Networks(),
          "none",
          true,
          "Proxies whose header X-Forwarded-For, or else Forwarded, names the address of the"
              + " client, for limits and the system log. They must set or extend the header.");
  static final Setting<Switch> PROXY_PROTOCOL =
      of(
          "proxy-protocol",
          Choice.of(Switch.class),
          "off",
          "Whether connections begin with the PROXY protocol, version 1 or 2, which names the"
              + " client. Only the trusted proxies can connect then.");
  static final Setting<List<String>> CORS_ORIGINS =
      new Setting<>(
          "cors-origins",
          new Origins(),
          "none",
          true,
          "Origins whose pages may read responses in a browser (CORS).");
  static final Setting<Duration> REQUEST_TIMEOUT =
      of(
          "request-timeout",
          new Span(Duration.ofSeconds(1), Duration.ofHours(1)),
          "PT30S",
          "Time limit for receiving a request, headers and body; then the connection is closed.");
  static final Setting<Integer> MAX_CONNECTIONS =
      of(
          "max-connections",
          new Whole(1, 1_000_000),
          "20000",
          "Maximum concurrent HTTP connections; for a further one, the oldest idle one is closed.");
  static final Setting<NamedAutomations> METRICS_AUTOMATIONS =
      of(
          "metrics-automations",
          new Automations(),
          "none",
          "Automations that /metrics names, which needs no token; the others are summed as"
              + " others.");
  static final Setting<Duration> AUDIT_RETENTION =
      new Setting<>(
          "audit-retention",
          new Span(Duration.ofHours(1), Duration.ofDays(36_500)),
          "forever",
          true,
          "How long system log events are kept; older events are deleted hourly.");
  static final Setting<Integer> MAX_IN_FLIGHT =
      of(
          "max-in-flight",
          new Whole(1, 1_000_000),
          "10000",
          "Maximum concurrent requests; further ones are answered with 503.");
  static final Setting<Integer> ACTOR_QUEUE =
      of(
          "actor-queue",
          new Whole(1, 10_000_000),
          "50000",
          "Maximum queued commands per automation; further ones are answered with 429.");
  static final Setting<Duration> ACTOR_IDLE =
      of(
          "actor-idle",
          new Span(Duration.ofSeconds(1), Duration.ofHours(24)),
          "PT10M",
          "Idle time after which an automation is unloaded from memory until its next command.");
  static final Setting<Integer> RESOLVE_IN_FLIGHT =
      of(
          "resolve-in-flight",
          new Whole(1, 4_096),
          "128",
          "Segments, of up to 1024 executions each, that one resolution moves concurrently.");
  static final Setting<Integer> RUN_CONCURRENCY =
      of(
          "run-concurrency",
          new Whole(1, 100_000),
          "256",
          "Steps that this node runs concurrently, over all automations.");
  static final Setting<Duration> UNSERVED_AFTER =
      of(
          "unserved-after",
          new Span(Duration.ofSeconds(1), Duration.ofDays(366)),
          "P7D",
          "Time after which a step fails that waits for workers, if none asks for its type.");
  static final Setting<Integer> MAX_AUTOMATIONS =
      of(
          "max-automations",
          new Whole(1, 10_000_000),
          "100000",
          "Maximum automations in the store, deleted ones left out; a further one is refused with"
              + " 400.");
  static final Setting<Long> MAX_DEFINITION_BYTES =
      of(
          "max-definition-bytes",
          new Bytes(1L << 20),
          "256MiB",
          "Maximum size of an automation's definition and its versions together; a change beyond"
              + " it is refused with 400.");
  static final Setting<Long> MAX_CONTEXT_BYTES_PER_DAY =
      of(
          "max-context-bytes-per-day",
          new Bytes(1L << 20),
          "256GiB",
          "Maximum size of the contexts that one automation stores from midnight to midnight UTC;"
              + " further triggers are answered with 429.");
  static final Setting<List<String>> EGRESS_ALLOW =
      new Setting<>(
          "egress-allow",
          new EgressNetworks(),
          "none",
          true,
          "Networks of one's own that webhooks may reach, each with an optional port, also by plain"
              + " HTTP. All else must be HTTPS on port 443 of a public address.");
  static final Setting<String> EGRESS_PROXY =
      new Setting<>(
          "egress-proxy",
          new HostAndPort(),
          "none",
          true,
          "HTTP proxy for webhooks to public addresses; networks in egress-allow are reached"
              + " directly.");
  static final Setting<Path> SECRETS_KEY_FILE =
      new Setting<>(
          "secrets-key-file",
          new KeyFile(),
          "<data>/secrets-key.json",
          true,
          "File with the key that seals the secrets of webhooks in the database. The same for all"
              + " nodes of a cluster.");
  static final Setting<Duration> DRAIN_TIMEOUT =
      of(
          "drain-timeout",
          new Span(Duration.ofSeconds(1), Duration.ofSeconds(25)),
          "PT20S",
          "How long a stopping node waits for requests in progress.");
  static final Setting<String> CLUSTER_NAME =
      of(
          "cluster-name",
          new Name(),
          "spillway",
          "Name of the cluster; members with a different name cannot join.");
  static final Setting<String> CLUSTER_HOST =
      of(
          "cluster-host",
          new Host(),
          "127.0.0.1",
          "Address at which other members reach this one. The cluster ports listen on this address"
              + " only.");
  static final Setting<Integer> CLUSTER_PORT =
      of(
          "cluster-port",
          new Whole(0, 65_535),
          "0",
          "Port of the data grid; 0 picks the first free port from 5701.");
  static final Setting<Integer> CLUSTER_BUS_PORT =
      of(
          "cluster-bus-port",
          new Whole(0, 65_535),
          "0",
          "Port of the event bus between members; 0 picks a free port.");
  static final Setting<List<String>> CLUSTER_MEMBERS =
      new Setting<>(
          "cluster-members",
          new Members(),
          "none",
          true,
          "Addresses of members to join; without a port, the cluster port of this member is used.");
  static final Setting<String> CLUSTER_SERVICE =
      new Setting<>(
          "cluster-service",
          new Host(),
          "none",
          true,
          "DNS name of a Kubernetes headless service that resolves to the members.");
  static final Setting<Integer> CLUSTER_MIN_SIZE =
      of(
          "cluster-min-size",
          new Whole(0, 1_000),
          "0",
          "Quorum: minimum number of connected members for reads and writes. Set it to more than"
              + " half of the members, so that a minority partition refuses requests; 0 disables"
              + " it.");
  static final Setting<Path> CLUSTER_SECRET_FILE =
      new Setting<>(
          "cluster-secret-file",
          new ExistingFile(),
          "none",
          true,
          "File with the secret that members and event bus consumers prove to know: at least 32"
              + " characters, the same for all. Needed unless cluster-host is a loopback address.");
  static final Setting<Path> CLUSTER_TLS_CERTIFICATE =
      new Setting<>(
          "cluster-tls-certificate",
          new ExistingFile(),
          "none",
          true,
          "Certificate chain of this member in PEM, for TLS between members on the event bus.");
  static final Setting<Path> CLUSTER_TLS_KEY =
      new Setting<>(
          "cluster-tls-key",
          new ExistingFile(),
          "none",
          true,
          "Private key of the member's certificate in PEM: PKCS #8, not encrypted.");
  static final Setting<Path> CLUSTER_TLS_CA =
      new Setting<>(
          "cluster-tls-ca",
          new ExistingFile(),
          "none",
          true,
          "Certificates in PEM of the authority that issues those of the members; others are"
              + " refused.");
  static final Setting<LogFormat> LOG_FORMAT =
      of(
          "log-format",
          Choice.of(LogFormat.class),
          "text",
          "Format of log lines on standard output.");
  static final Setting<LogLevel> LOG_LEVEL =
      of("log-level", Choice.of(LogLevel.class), "info", "Minimum log level.");

  /** Every setting, in the order of the help. */
  static final List<Setting<?>> ALL =
      List.of(
          HOST,
          PORT,
          DATA,
          STORE,
          JDBC_URL,
          PUBLIC_HOST,
          ALSO_KNOWN_AS,
          ISSUER,
          TOKEN_LIFETIME,
          KEY_ROTATION,
          OIDC_ISSUER,
          OIDC_AUDIENCE,
          OIDC_ROLES_CLAIM,
          OIDC_ROLES_PREFIX,
          OIDC_CLIENT_ID,
          OIDC_CLIENT_SECRET_FILE,
          OIDC_SCOPE,
          TLS_CERTIFICATE,
          TLS_KEY,
          TRUSTED_PROXIES,
          PROXY_PROTOCOL,
          CORS_ORIGINS,
          REQUEST_TIMEOUT,
          MAX_CONNECTIONS,
          METRICS_AUTOMATIONS,
          AUDIT_RETENTION,
          MAX_IN_FLIGHT,
          ACTOR_QUEUE,
          ACTOR_IDLE,
          RESOLVE_IN_FLIGHT,
          RUN_CONCURRENCY,
          UNSERVED_AFTER,
          MAX_AUTOMATIONS,
          MAX_DEFINITION_BYTES,
          MAX_CONTEXT_BYTES_PER_DAY,
          EGRESS_ALLOW,
          EGRESS_PROXY,
          SECRETS_KEY_FILE,
          DRAIN_TIMEOUT,
          CLUSTER_NAME,
          CLUSTER_HOST,
          CLUSTER_PORT,
          CLUSTER_BUS_PORT,
          CLUSTER_MEMBERS,
          CLUSTER_SERVICE,
          CLUSTER_MIN_SIZE,
          CLUSTER_SECRET_FILE,
          CLUSTER_TLS_CERTIFICATE,
          CLUSTER_TLS_KEY,
          CLUSTER_TLS_CA,
          LOG_FORMAT,
          LOG_LEVEL);

  /** Prefix of all environment variables of Spillway. */
  static final String VARIABLE_PREFIX = "SPILLWAY_";

  private static <T> Setting<T> of(
      String name, SettingType<T> type, String fallback, String description) {
    return new Setting<>(name, type, fallback, false, description);
  }

  /** The setting with this name, if any. */
  static Optional<Setting<?>> named(String name) {
    for (Setting<?> setting : ALL) {
      if (setting.name().equals(name)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }

  /** The flag, such as {@code --token-lifetime}. */
  String flag() {
    return "--" + name;
  }

  /** The environment variable, such as {@code SPILLWAY_TOKEN_LIFETIME}. */
  String variable() {
    return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /**
   * Parses a value.
   *
   * @throws SettingsException if it is not allowed
   */
  T valueOf(RawValue given) throws SettingsException {
    return type.read(given.text()).orElseThrow(() -> refusal(given, type.allowed()));
  }

  /** An exception that names the setting, the value, its origin and the allowed values. */
  SettingsException refusal(RawValue given, String allowed) {
    return new SettingsException(
        "%s is \"%s\" (%s), must be %s"
            .formatted(name, type.shown(given.text()), given.origin(), allowed));
  }
}
