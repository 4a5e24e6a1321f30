package io.spillway.app;

import java.util.Set;

/** Refuses settings that are valid alone but contradict each other. */
final class SettingsValidator {
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

  private final Settings settings;
  private final Settings.Cluster cluster;
  private final SettingValues values;

  /**
   * @param settings to validate
   * @param values with the origin of each setting
   */
  SettingsValidator(Settings settings, SettingValues values) {
    this.settings = settings;
    this.cluster = settings.cluster();
    this.values = values;
  }

  void validate() throws SettingsException {
    refuseSamePort(
        Setting.CLUSTER_PORT, cluster.port(), Setting.PORT, settings.http().port(), "HTTP");
    refuseSamePort(
        Setting.CLUSTER_BUS_PORT, cluster.busPort(), Setting.PORT, settings.http().port(), "HTTP");
    refuseSamePort(
        Setting.CLUSTER_BUS_PORT,
        cluster.busPort(),
        Setting.CLUSTER_PORT,
        cluster.port(),
        "the data grid");
    refuseStoreWithoutDatabase();
    refuseWildcardHost();
    refuseMembersAndService();
    refuseMembersWithoutPostgres();
    refuseQuorumWithoutMembers();
    refuseOneWithout(Setting.TLS_CERTIFICATE, Setting.TLS_KEY);
    refuseOneWithout(Setting.TLS_KEY, Setting.TLS_CERTIFICATE);
    refuseOneWithout(Setting.OIDC_ISSUER, Setting.OIDC_AUDIENCE);
    refuseOneWithout(Setting.OIDC_AUDIENCE, Setting.OIDC_ISSUER);
    refuseOneWithout(Setting.OIDC_ROLES_CLAIM, Setting.OIDC_ISSUER);
    refuseOneWithout(Setting.OIDC_ROLES_PREFIX, Setting.OIDC_ISSUER);
    refuseOneWithout(Setting.OIDC_CLIENT_ID, Setting.OIDC_ISSUER);
    refuseOneWithout(Setting.OIDC_CLIENT_SECRET_FILE, Setting.OIDC_CLIENT_ID);
    refuseOneWithout(Setting.OIDC_SCOPE, Setting.OIDC_CLIENT_ID);
    refuseOneWithout(Setting.CLUSTER_TLS_CERTIFICATE, Setting.CLUSTER_TLS_KEY);
    refuseOneWithout(Setting.CLUSTER_TLS_KEY, Setting.CLUSTER_TLS_CA);
    refuseOneWithout(Setting.CLUSTER_TLS_CA, Setting.CLUSTER_TLS_CERTIFICATE);
    refuseNetworkWithoutSecret();
    refuseOwnIssuer();
    refuseProxyProtocolOfAnyone();
  }

  private void refuseProxyProtocolOfAnyone() throws SettingsException {
    if (settings.http().guard().proxyProtocol()
        && settings.http().guard().trustedProxies().isEmpty()) {
      throw Setting.PROXY_PROTOCOL.refusal(
          values.given(Setting.PROXY_PROTOCOL),
          "used together with %s, which is not set".formatted(Setting.TRUSTED_PROXIES.flag()));
    }
  }

  private void refuseNetworkWithoutSecret() throws SettingsException {
    if (cluster.isShared() && !cluster.isLoopback() && cluster.secret().isEmpty()) {
      throw Setting.CLUSTER_HOST.refusal(
          values.given(Setting.CLUSTER_HOST),
          "a loopback address without %s: whoever reached the ports of the cluster could send it"
                  .formatted(Setting.CLUSTER_SECRET_FILE.flag())
              + " commands");
    }
  }

  private void refuseOneWithout(Setting<?> setting, Setting<?> other) throws SettingsException {
    if (values.find(setting).isPresent() && values.find(other).isEmpty()) {
      throw setting.refusal(
          values.given(setting), "used together with %s, which is not set".formatted(other.flag()));
    }
  }

  private void refuseOwnIssuer() throws SettingsException {
    String own = settings.identity().issuer(settings.http().port());
    if (values.find(Setting.OIDC_ISSUER).filter(own::equals).isPresent()) {
      throw Setting.OIDC_ISSUER.refusal(
          values.given(Setting.OIDC_ISSUER), "an issuer other than this server");
    }
  }

  private void refuseSamePort(
      Setting<Integer> setting, int port, Setting<Integer> other, int otherPort, String purpose)
      throws SettingsException {
    if (port != 0 && port == otherPort) {
      throw setting.refusal(
          values.given(setting),
          "a port other than %d, the port for %s (%s)"
              .formatted(otherPort, purpose, values.given(other).origin()));
    }
  }

  private void refuseStoreWithoutDatabase() throws SettingsException {
    boolean isPostgres = settings.storage().kind() == StoreKind.POSTGRES;
    if (isPostgres && settings.storage().jdbcUrl().isEmpty()) {
      throw Setting.STORE.refusal(
          values.given(Setting.STORE),
          "used together with %s, which is not set".formatted(Setting.JDBC_URL.flag()));
    }
    if (!isPostgres && settings.storage().jdbcUrl().isPresent()) {
      throw Setting.JDBC_URL.refusal(
          values.given(Setting.JDBC_URL), "unset unless --store is postgres");
    }
  }

  private void refuseWildcardHost() throws SettingsException {
    if (WILDCARDS.contains(cluster.host())) {
      throw Setting.CLUSTER_HOST.refusal(
          values.given(Setting.CLUSTER_HOST),
          "an address of this machine at which other members reach it");
    }
  }

  private void refuseMembersAndService() throws SettingsException {
    if (!cluster.members().isEmpty() && cluster.service().isPresent()) {
      throw Setting.CLUSTER_SERVICE.refusal(
          values.given(Setting.CLUSTER_SERVICE),
          "unset if %s is set (%s)"
              .formatted(
                  Setting.CLUSTER_MEMBERS.name(), values.given(Setting.CLUSTER_MEMBERS).origin()));
    }
  }

  private void refuseMembersWithoutPostgres() throws SettingsException {
    if (cluster.isShared() && settings.storage().kind() != StoreKind.POSTGRES) {
      Setting<?> setting =
          cluster.service().isPresent() ? Setting.CLUSTER_SERVICE : Setting.CLUSTER_MEMBERS;
      RawValue store = values.given(Setting.STORE);
      throw setting.refusal(
          values.given(setting),
          ("unset with --store %s (%s): a cluster of more than one member needs --store postgres"
                  + " and --jdbc-url")
              .formatted(store.text(), store.origin()));
    }
  }

  private void refuseQuorumWithoutMembers() throws SettingsException {
    if (cluster.minSize() > 1 && !cluster.isShared()) {
      throw Setting.CLUSTER_MIN_SIZE.refusal(
          values.given(Setting.CLUSTER_MIN_SIZE),
          "0 or 1 without %s or %s"
              .formatted(Setting.CLUSTER_MEMBERS.flag(), Setting.CLUSTER_SERVICE.flag()));
    }
  }
}
