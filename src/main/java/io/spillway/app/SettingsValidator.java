package io.spillway.app;

import java.util.Set;

/** Refuses settings that are allowed one by one and cannot be together. */
final class SettingsValidator {
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

  private final Settings settings;
  private final Settings.Cluster cluster;
  private final SettingValues values;

  /**
   * @param settings in question
   * @param values that they were made of, to say where each was given
   */
  SettingsValidator(Settings settings, SettingValues values) {
    this.settings = settings;
    this.cluster = settings.cluster();
    this.values = values;
  }

  void refuse() throws SettingsException {
    refuseOnePortForTwo(
        Setting.CLUSTER_PORT, cluster.port(), Setting.PORT, settings.http().port(), "HTTP");
    refuseOnePortForTwo(
        Setting.CLUSTER_BUS_PORT, cluster.busPort(), Setting.PORT, settings.http().port(), "HTTP");
    refuseOnePortForTwo(
        Setting.CLUSTER_BUS_PORT,
        cluster.busPort(),
        Setting.CLUSTER_PORT,
        cluster.port(),
        "the data grid");
    refuseStoreWithoutItsDatabase();
    refuseHostThatNobodyReaches();
    refuseTwoWaysToFindMembers();
    refuseMembersWithoutSharedStore();
    refuseMinimumWithoutMembers();
    refuseOneWithout(Setting.TLS_CERTIFICATE, Setting.TLS_KEY);
    refuseOneWithout(Setting.TLS_KEY, Setting.TLS_CERTIFICATE);
    refuseOneWithout(Setting.OIDC_ISSUER, Setting.OIDC_AUDIENCE);
    refuseOneWithout(Setting.OIDC_AUDIENCE, Setting.OIDC_ISSUER);
    refuseOneWithout(Setting.OIDC_ROLES_CLAIM, Setting.OIDC_ISSUER);
    refuseOneWithout(Setting.OIDC_ROLES_PREFIX, Setting.OIDC_ISSUER);
    refuseOneWithout(Setting.OIDC_CLIENT_ID, Setting.OIDC_ISSUER);
    refuseOneWithout(Setting.OIDC_CLIENT_SECRET_FILE, Setting.OIDC_CLIENT_ID);
    refuseOneWithout(Setting.OIDC_SCOPE, Setting.OIDC_CLIENT_ID);
    refuseProviderThatIsThisServer();
  }

  private void refuseOneWithout(Setting<?> setting, Setting<?> other) throws SettingsException {
    if (values.find(setting).isPresent() && values.find(other).isEmpty()) {
      throw setting.refusal(
          values.given(setting),
          "that only together with %s, which is not given".formatted(other.flag()));
    }
  }

  private void refuseProviderThatIsThisServer() throws SettingsException {
    String own = settings.identity().issuer(settings.http().port());
    if (values.find(Setting.OIDC_ISSUER).filter(own::equals).isPresent()) {
      throw Setting.OIDC_ISSUER.refusal(
          values.given(Setting.OIDC_ISSUER), "any other issuer than that of this server");
    }
  }

  private void refuseOnePortForTwo(
      Setting<Integer> setting, int port, Setting<Integer> other, int otherPort, String purpose)
      throws SettingsException {
    if (port != 0 && port == otherPort) {
      throw setting.refusal(
          values.given(setting),
          "any other port than %d, which is the port for %s (%s)"
              .formatted(otherPort, purpose, values.given(other).origin()));
    }
  }

  private void refuseStoreWithoutItsDatabase() throws SettingsException {
    boolean elsewhere = settings.storage().kind() == StoreKind.POSTGRES;
    if (elsewhere && settings.storage().jdbcUrl().isEmpty()) {
      throw Setting.STORE.refusal(
          values.given(Setting.STORE),
          "that only with %s, which is not given".formatted(Setting.JDBC_URL.flag()));
    }
    if (!elsewhere && settings.storage().jdbcUrl().isPresent()) {
      throw Setting.JDBC_URL.refusal(
          values.given(Setting.JDBC_URL), "none unless --store is postgres");
    }
  }

  private void refuseHostThatNobodyReaches() throws SettingsException {
    if (WILDCARDS.contains(cluster.host())) {
      throw Setting.CLUSTER_HOST.refusal(
          values.given(Setting.CLUSTER_HOST),
          "one address of this machine, since it is where other members look for this one");
    }
  }

  private void refuseTwoWaysToFindMembers() throws SettingsException {
    if (!cluster.members().isEmpty() && cluster.service().isPresent()) {
      throw Setting.CLUSTER_SERVICE.refusal(
          values.given(Setting.CLUSTER_SERVICE),
          "none together with %s (%s)"
              .formatted(
                  Setting.CLUSTER_MEMBERS.name(), values.given(Setting.CLUSTER_MEMBERS).origin()));
    }
  }

  private void refuseMembersWithoutSharedStore() throws SettingsException {
    if (cluster.isShared() && settings.storage().kind() != StoreKind.POSTGRES) {
      Setting<?> setting =
          cluster.service().isPresent() ? Setting.CLUSTER_SERVICE : Setting.CLUSTER_MEMBERS;
      RawValue store = values.given(Setting.STORE);
      throw setting.refusal(
          values.given(setting),
          ("none with --store %s (%s): a cluster of more than one member needs --store postgres and"
                  + " --jdbc-url: SQLite is a file of one node")
              .formatted(store.text(), store.origin()));
    }
  }

  private void refuseMinimumWithoutMembers() throws SettingsException {
    if (cluster.minSize() > 1 && !cluster.isShared()) {
      throw Setting.CLUSTER_MIN_SIZE.refusal(
          values.given(Setting.CLUSTER_MIN_SIZE),
          "0 or 1 without %s and %s, since this member stays alone"
              .formatted(Setting.CLUSTER_MEMBERS.flag(), Setting.CLUSTER_SERVICE.flag()));
    }
  }
}
