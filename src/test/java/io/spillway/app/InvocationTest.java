package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.api.http.server.TlsFiles;
import io.spillway.api.oidc.ProviderSettings;
import io.spillway.engine.actor.Quotas;
import io.spillway.engine.event.NamedAutomations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationTest {
  private final Path directory;

  InvocationTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void withoutAnythingGivenTheDefaultsHold() throws Exception {
    Settings settings = settings(List.of(), Map.of());

    assertThat(settings.http())
        .isEqualTo(
            new Settings.Http(
                "127.0.0.1",
                8080,
                10_000,
                Duration.ofSeconds(20),
                new Settings.Guard(
                    Optional.empty(),
                    List.of(),
                    false,
                    List.of(),
                    Duration.ofSeconds(30),
                    20_000,
                    NamedAutomations.NONE)));
    assertThat(settings.identity().issuer(8080)).isEqualTo("http://localhost:8080");
    assertThat(settings.identity().tokenLifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.storage().kind()).isEqualTo(StoreKind.SQLITE);
    assertThat(settings.actors())
        .isEqualTo(
            new Settings.Actors(
                50_000,
                Duration.ofMinutes(10),
                128,
                new Settings.Runner(256, Duration.ofDays(7)),
                new Quotas(100_000, 256L << 20, 256L << 30)));
    assertThat(settings.cluster())
        .isEqualTo(
            new Settings.Cluster(
                "spillway",
                "127.0.0.1",
                0,
                0,
                List.of(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty()));
    assertThat(settings.cluster().isShared()).isFalse();
    assertThat(settings.logging()).isEqualTo(new Settings.Logging(LogFormat.TEXT, LogLevel.INFO));
  }

  @Test
  void theFirstArgumentMayNameACommand() throws Exception {
    assertThat(Invocation.read(List.of("verify-log", "--data", "d"), Map.of(), "1"))
        .isEqualTo(new Invocation.Verify(List.of("--data", "d")));
  }

  @Test
  void theFileWinsOverTheDefault() throws Exception {
    assertThat(settings(List.of("--config", file("port: 8001")), Map.of()).http().port())
        .isEqualTo(8001);
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws Exception {
    Settings settings =
        settings(List.of("--config", file("port: 8001")), Map.of("SPILLWAY_PORT", "8002"));

    assertThat(settings.http().port()).isEqualTo(8002);
  }

  @Test
  void aFlagWinsOverTheEnvironmentAndTheFile() throws Exception {
    Settings settings =
        settings(
            List.of("--config", file("port: 8001"), "--port=8003"),
            Map.of("SPILLWAY_PORT", "8002"));

    assertThat(settings.http().port()).isEqualTo(8003);
  }

  @Test
  void theFileCanBeNamedByTheEnvironment() throws Exception {
    Map<String, String> environment = Map.of("SPILLWAY_CONFIG", file("actor-idle: 90"));

    assertThat(settings(List.of(), environment).actors().idle()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void theFlagForTheFileWinsOverItsVariable() throws Exception {
    String absent = directory.resolve("absent.yaml").toString();

    Settings settings =
        settings(List.of("--config", file("port: 8001")), Map.of("SPILLWAY_CONFIG", absent));

    assertThat(settings.http().port()).isEqualTo(8001);
  }

  @Test
  void everySettingCanComeFromFlagEnvironmentAndFile() throws Exception {
    for (Setting<?> setting : Setting.ALL) {
      String text = setting.derived() ? exampleOf(setting) : setting.fallback();
      assertThat(
              List.of(
                  new CommandLineFlags("1").parse(List.of(setting.flag(), text)).given(),
                  EnvironmentVariables.read(Map.of(setting.variable(), text)),
                  new ConfigFile(Path.of(file(setting.name() + ": " + text))).read()))
          .as(setting.name())
          .extracting(given -> given.keySet() + "=" + given.values().iterator().next().text())
          .containsOnly(List.of(setting) + "=" + text);
      assertThat(setting.type().read(text)).isPresent();
    }
  }

  private static String exampleOf(Setting<?> setting) {
    return switch (setting.name()) {
      case "jdbc-url" -> "jdbc:postgresql:x";
      case "tls-certificate" -> "/etc/spillway/server.crt";
      case "tls-key" -> "/etc/spillway/server.key";
      case "trusted-proxies" -> "10.0.0.5,fd00::/8";
      case "cors-origins" -> "https://flow.example";
      case "issuer" -> "https://spillway.example";
      case "oidc-issuer" -> "https://id.example";
      case "oidc-audience", "oidc-roles-prefix" -> "spillway";
      case "oidc-client-id" -> "console";
      case "oidc-client-secret-file" -> "/etc/spillway/oidc-secret";
      case "audit-retention" -> "P400D";
      case "cluster-members" -> "10.0.0.11:5701";
      case "cluster-service" -> "spillway-members";
      case "cluster-secret-file" -> "/etc/spillway/cluster-secret";
      case "cluster-tls-certificate" -> "/etc/spillway/member.crt";
      case "cluster-tls-key" -> "/etc/spillway/member.key";
      case "egress-allow" -> "127.0.0.1/32:9000";
      case "egress-proxy" -> "proxy.example:3128";
      case "secrets-key-file" -> "/etc/spillway/secrets-key.json";
      case "cluster-tls-ca" -> "/etc/spillway/members-ca.crt";
      default -> throw new AssertionError("no example of " + setting.name());
    };
  }

  @Test
  void valuesOfTheFileAreTakenAsWritten() throws Exception {
    Settings settings =
        settings(List.of("--config", file("# a node\nhost: 0010\npublic-host: no\n")), Map.of());

    assertThat(settings.http().host()).isEqualTo("0010");
    assertThat(settings.identity().publicHost()).isEqualTo("no");
  }

  @Test
  void anEmptyFileGivesNothing() throws Exception {
    assertThat(settings(List.of("--config", file("")), Map.of()).http().port()).isEqualTo(8080);
  }

  @ParameterizedTest
  @CsvSource({"PT45M,2700", "2700,2700", "60,60", "PT24H,86400"})
  void durationsAreIsoOrSeconds(String text, long seconds) throws Exception {
    assertThat(settings(List.of("--token-lifetime", text), Map.of()).identity().tokenLifetime())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void theIssuerFollowsThePortThatWasBound() throws Exception {
    Settings.Identity identity =
        settings(List.of("--public-host", "flow.example"), Map.of()).identity();

    assertThat(identity.issuer(49_152)).isEqualTo("http://flow.example:49152");
  }

  @Test
  void anIpv6HostStandsInBracketsInTheIssuer() throws Exception {
    assertThat(settings(List.of("--public-host", "::1"), Map.of()).identity().issuer(80))
        .isEqualTo("http://[::1]:80");
  }

  @Test
  void aGivenIssuerIsTakenAsItIs() throws Exception {
    assertThat(
            settings(List.of("--issuer", "https://flow.example/x"), Map.of()).identity().issuer(1))
        .isEqualTo("https://flow.example/x");
  }

  @Test
  void theDataDirectoryIsCreated() throws Exception {
    Path data = directory.resolve("a").resolve("b");

    Settings settings = settings(List.of("--data", data.toString()), Map.of());

    assertThat(settings.storage().directory()).isEqualTo(data).isDirectory();
    assertThat(settings.storage().database()).isEqualTo(data.resolve("spillway.db"));
    assertThat(settings.storage().adminClient()).isEqualTo(data.resolve("admin-client.json"));
  }

  @Test
  void aNewDataDirectoryIsItsOwnersAlone() throws Exception {
    Settings settings = settings(List.of(), Map.of());

    assertThat(Files.getPosixFilePermissions(settings.storage().directory()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "node.example"})
  void aHostThatOthersReachIsWarnedOf(String host) throws Exception {
    assertThat(start(List.of("--host", host), Map.of()).warnings())
        .singleElement()
        .asString()
        .contains("host " + host, "TLS");
  }

  @Test
  void aHostThatOthersReachByTlsIsNotWarnedOf() throws Exception {
    List<String> arguments =
        List.of("--host", "0.0.0.0", "--tls-certificate", "a.pem", "--tls-key", "b.pem");

    assertThat(start(arguments, Map.of()).warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.0.1", "localhost", "::1"})
  void aLoopbackHostIsNotWarnedOf(String host) throws Exception {
    assertThat(start(List.of("--host", host), Map.of()).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1048576, 1048576",
    "2048KiB, 2097152",
    "3MiB, 3145728",
    "4GiB, 4294967296",
    "1024TiB, 1125899906842624"
  })
  void aSizeIsInBytesOrHasAUnit(String text, long bytes) throws Exception {
    Settings settings = settings(List.of("--max-definition-bytes", text), Map.of());

    assertThat(settings.actors().quotas().definitionBytes()).isEqualTo(bytes);
  }

  @Test
  void theMetricsNameTheAutomationsThatAreGiven() throws Exception {
    assertThat(named("a1, b2")).isEqualTo(NamedAutomations.of(Set.of("a1", "b2")));
    assertThat(named("all")).isEqualTo(NamedAutomations.ALL);
    assertThat(named("none")).isEqualTo(NamedAutomations.NONE);
  }

  private NamedAutomations named(String text) throws Exception {
    List<String> arguments = List.of("--metrics-automations", text);
    return settings(arguments, Map.of()).http().guard().namedAutomations();
  }

  @Test
  void aKeyThatEveryUserCanReadIsWarnedOf() throws Exception {
    Path key = Files.createFile(directory.resolve("server.key"));
    List<String> arguments = List.of("--tls-certificate", "a.pem", "--tls-key", key.toString());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(start(arguments, Map.of()).warnings()).isEmpty();

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(start(arguments, Map.of()).warnings())
        .singleElement()
        .asString()
        .contains("tls-key " + key, "can be read by every user");
  }

  @Test
  void theHelpNamesEverySettingWithItsVariableAndDefault() throws Exception {
    Invocation invocation = Invocation.read(List.of("--help"), Map.of(), "1");

    assertThat(invocation).isInstanceOf(Invocation.Answer.class);
    String text = ((Invocation.Answer) invocation).text();
    for (Setting<?> setting : Setting.ALL) {
      assertThat(text)
          .contains(setting.flag() + "=", "Environment: " + setting.variable())
          .contains("Default: " + setting.fallback());
    }
    assertThat(text).contains("--config=FILE", "SPILLWAY_CONFIG", "--version");
  }

  @Test
  void theHelpIsGivenEvenIfTheEnvironmentIsWrong() throws Exception {
    assertThat(Invocation.read(List.of("-h"), Map.of("SPILLWAY_PORT", "x"), "1"))
        .isInstanceOf(Invocation.Answer.class);
  }

  @Test
  void theVersionIsOneLine() throws Exception {
    assertThat(Invocation.read(List.of("--version"), Map.of(), "1.2.3"))
        .isEqualTo(new Invocation.Answer("spillway 1.2.3\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--host|http://x|a host name or an IP address",
        "--host|''|a host name or an IP address",
        "--port|65536|a whole number from 0 to 65535",
        "--port|-1|a whole number from 0 to 65535",
        "--port|http|a whole number from 0 to 65535",
        "--data|''|a directory that can be created and written",
        "--store|mysql|one of sqlite, postgres, memory",
        "--store|SQLITE|one of sqlite, postgres, memory",
        "--public-host|a b|a host name or an IP address",
        "--public-host|a_b|a host name or an IP address",
        "--issuer|flow.example|an http or https URL",
        "--issuer|http://flow.example/?a|an http or https URL",
        "--issuer|http://flow.example/|without user, query, fragment or trailing slash",
        "--issuer|ftp://flow.example|an http or https URL",
        "--max-automations|0|a whole number from 1 to 10000000",
        "--max-definition-bytes|1000|a number of bytes from 1048576 to 1125899906842624",
        "--max-definition-bytes|-1MiB|a number of bytes from 1048576 to 1125899906842624",
        "--max-definition-bytes|1MB|a number of bytes from 1048576 to 1125899906842624",
        "--max-context-bytes-per-day|1025TiB|a number of bytes from 1048576 to 1125899906842624",
        "--metrics-automations|''|all, none, or a comma-separated list of at most 100 ids",
        "--metrics-automations|a,,b|all, none, or a comma-separated list of at most 100 ids",
        "--metrics-automations|all,b c|all, none, or a comma-separated list of at most 100 ids",
        "--token-lifetime|59|a duration from PT1M to PT24H",
        "--token-lifetime|PT24H0.001S|a duration from PT1M to PT24H",
        "--token-lifetime|1h|a duration from PT1M to PT24H",
        "--max-in-flight|0|a whole number from 1 to 1000000",
        "--actor-queue|0|a whole number from 1 to 10000000",
        "--actor-idle|0|a duration from PT1S to PT24H",
        "--resolve-in-flight|4097|a whole number from 1 to 4096",
        "--drain-timeout|30|a duration from PT1S to PT25S",
        "--trusted-proxies|''|a comma-separated list such as 10.0.0.5,192.168.0.0/16,fd00::/8",
        "--trusted-proxies|10.0.0.5,|IP addresses or networks",
        "--trusted-proxies|proxy.example|IP addresses or networks",
        "--trusted-proxies|10.0.0|IP addresses or networks",
        "--trusted-proxies|10.0.0.0/33|IP addresses or networks",
        "--trusted-proxies|fd00::/129|IP addresses or networks",
        "--trusted-proxies|10.0.0.0/|IP addresses or networks",
        "--trusted-proxies|0.0.0.0/0|but not all addresses",
        "--trusted-proxies|::/0|but not all addresses",
        "--cluster-name|a b|1 to 64 letters, digits, dots, underscores and hyphens",
        "--cluster-name|''|1 to 64 letters, digits, dots, underscores and hyphens",
        "--cluster-host|10.0.0.1:5701|a host name or an IP address",
        "--cluster-port|65536|a whole number from 0 to 65535",
        "--cluster-bus-port|-1|a whole number from 0 to 65535",
        "--cluster-members|''|a comma-separated list such as 10.0.0.11:5701,node-2,[fd00::3]:5701",
        "--cluster-members|a,,b|a comma-separated list such as 10.0.0.11:5701",
        "--cluster-members|a:0|an optional port from 1 to 65535",
        "--cluster-members|a:65536|an optional port from 1 to 65535",
        "--cluster-members|fd00::3|an IPv6 address in brackets",
        "--cluster-members|[node-2]:5701|an IPv6 address in brackets",
        "--cluster-service|dns:members|a host name or an IP address",
        "--cluster-min-size|1001|a whole number from 0 to 1000",
        "--oidc-issuer|http://id.example|an https URL, or an http URL with a loopback host",
        "--oidc-issuer|https://id.example/?a=b|without user, query or fragment",
        "--oidc-audience|two words|without spaces",
        "--log-format|xml|one of text, json",
        "--log-level|loud|one of error, warn, info, debug",
      })
  void aValueThatIsNotAllowedIsRefused(String flag, String text, String allowed) {
    assertRefused(List.of(flag, text), Map.of())
        .hasMessageContaining(
            flag.substring(2) + " is \"" + text + "\" (flag " + flag + "), must be ")
        .hasMessageContaining(allowed);
  }

  @Test
  void aWrongVariableIsNamed() {
    assertRefused(List.of(), Map.of("SPILLWAY_MAX_IN_FLIGHT", "many"))
        .hasMessage(
            "max-in-flight is \"many\" (environment variable SPILLWAY_MAX_IN_FLIGHT), must be a"
                + " whole number from 1 to 1000000");
  }

  @Test
  void aWrongValueInTheFileIsNamedWithItsLine() throws Exception {
    String file = file("host: localhost\nport: many\n");

    assertRefused(List.of("--config", file), Map.of())
        .hasMessage(
            "port is \"many\" (file %s line 2), must be a whole number from 0 to 65535"
                .formatted(file));
  }

  @Test
  void aWrongValueIsRefusedEvenIfAFlagOverridesIt() {
    assertRefused(List.of("--port", "1"), Map.of("SPILLWAY_PORT", "x"))
        .hasMessageContaining("SPILLWAY_PORT");
  }

  @Test
  void anUnknownFlagIsRefused() {
    assertRefused(List.of("--prot", "1"), Map.of())
        .hasMessageContaining("command line")
        .hasMessageContaining("--prot")
        .hasMessageContaining("--help");
  }

  @Test
  void anIdentityProviderIsTrustedForAnAudienceOnly() throws Exception {
    assertRefused(List.of("--oidc-issuer", "https://id.example/"), Map.of())
        .hasMessageContaining("must be used together with --oidc-audience");
    for (String flag : List.of("audience", "roles-claim", "roles-prefix")) {
      assertRefused(List.of("--oidc-" + flag, "x"), Map.of())
          .hasMessageContaining("must be used together with --oidc-issuer");
    }
    Settings both =
        settings(
            List.of("--oidc-issuer", "https://id.example/", "--oidc-audience", "api"), Map.of());
    assertThat(both.identity().provider())
        .contains(
            new ProviderSettings("https://id.example/", "api", "roles", "", Optional.empty()));
  }

  @Test
  void peopleSignInAtTheProviderAsTheClientThatIsConfigured(@TempDir Path directory)
      throws Exception {
    List<String> provider =
        List.of("--oidc-issuer", "https://id.example", "--oidc-audience", "api");
    assertRefused(List.of("--oidc-client-id", "console"), Map.of())
        .hasMessageContaining("must be used together with --oidc-issuer");
    for (String flag : List.of("client-secret-file", "scope")) {
      assertRefused(plus(provider, "--oidc-" + flag, "x"), Map.of())
          .hasMessageContaining("--oidc-" + flag);
    }
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    Path secret = Files.writeString(directory.resolve("secret"), "s3cret\n");
    List<String> client = plus(provider, "--oidc-client-id", "console");
    for (Path file : List.of(empty, directory.resolve("none"))) {
      assertRefused(plus(client, "--oidc-client-secret-file", file.toString()), Map.of())
          .hasMessageContaining("--oidc-client-secret-file")
          .hasMessageContaining("a readable file that contains a secret");
    }
    assertRefused(plus(client, "--oidc-scope", "two  spaces"), Map.of())
        .hasMessageContaining("separated by single spaces");

    Settings confidential =
        settings(
            plus(
                client,
                "--oidc-client-secret-file",
                secret.toString(),
                "--oidc-scope",
                "openid roles"),
            Map.of());

    assertThat(confidential.identity().provider().orElseThrow().signIn())
        .contains(new ProviderSettings.SignIn("console", Optional.of("s3cret"), "openid roles"));
    assertThat(confidential.toString()).doesNotContain("s3cret");
    assertThat(settings(client, Map.of()).identity().provider().orElseThrow().signIn())
        .contains(new ProviderSettings.SignIn("console", Optional.empty(), "openid"));
  }

  private static List<String> plus(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  @Test
  void theServerIsNotAnIdentityProviderToItself() {
    assertRefused(
            List.of("--oidc-issuer", "http://localhost:8080", "--oidc-audience", "api"), Map.of())
        .hasMessageContaining("an issuer other than this server");
  }

  @Test
  void aCertificateAndItsKeyAreGivenTogetherAndMakeTheIssuerSpeakOfHttps() throws Exception {
    assertRefused(List.of("--tls-certificate", "a.pem"), Map.of())
        .hasMessageContaining("must be used together with --tls-key");
    assertRefused(List.of("--tls-key", "a.pem"), Map.of())
        .hasMessageContaining("must be used together with --tls-certificate");
    Settings both = settings(List.of("--tls-certificate", "a.pem", "--tls-key", "b.pem"), Map.of());
    assertThat(both.http().guard().tls())
        .contains(new TlsFiles(Path.of("a.pem"), Path.of("b.pem")));
    assertThat(both.identity().issuer(8443)).isEqualTo("https://localhost:8443");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "null", "flow.example", "https://flow.example/", "https://FLOW.example"})
  void whatNoBrowserSendsAsAnOriginIsRefused(String origin) {
    assertRefused(List.of("--cors-origins", "https://a.example," + origin), Map.of())
        .hasMessageContaining("cors-origins");
  }

  @Test
  void trustedProxiesAreSeparatedByCommas() throws Exception {
    assertThat(
            settings(List.of("--trusted-proxies", "10.0.0.5, fd00::/8"), Map.of())
                .http()
                .guard()
                .trustedProxies())
        .containsExactly("10.0.0.5", "fd00::/8");
  }

  @Test
  void theProxyProtocolIsSpokenByTrustedProxiesOnly() throws Exception {
    assertRefused(List.of("--proxy-protocol", "on"), Map.of())
        .hasMessageContaining("must be used together with --trusted-proxies, which is not set");
    List<String> both = List.of("--proxy-protocol", "on", "--trusted-proxies", "10.0.0.5");
    assertThat(settings(both, Map.of()).http().guard().proxyProtocol()).isTrue();
  }

  @Test
  void originsAreSeparatedByCommas() throws Exception {
    assertThat(
            settings(List.of("--cors-origins", "https://a.example, http://b:3000"), Map.of())
                .http()
                .guard()
                .corsOrigins())
        .containsExactly("https://a.example", "http://b:3000");
  }

  @Test
  void anArgumentThatIsNoFlagIsRefused() {
    assertRefused(List.of("start"), Map.of()).hasMessageContaining("start");
  }

  @Test
  void aFlagWithoutValueIsRefused() {
    assertRefused(List.of("--port"), Map.of()).hasMessageContaining("--port");
  }

  @Test
  void aFlagGivenTwiceIsRefused() {
    assertRefused(List.of("--port", "1", "--port", "2"), Map.of()).hasMessageContaining("--port");
  }

  @Test
  void anUnknownVariableIsRefused() {
    assertRefused(List.of(), Map.of("SPILLWAY_PROT", "1"))
        .hasMessageContaining("environment variable is SPILLWAY_PROT, must be one of ")
        .hasMessageContaining("SPILLWAY_PORT, SPILLWAY_PROXY_PROTOCOL");
  }

  @Test
  void variablesOfOthersAndOfTheScriptsAreLeftAlone() throws Exception {
    Map<String, String> environment =
        Map.of("PORT", "x", "SPILLWAYS", "x", "SPILLWAY_JAVA_OPTS", "-Xmx1g");

    assertThat(settings(List.of(), environment).http().port()).isEqualTo(8080);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prot: 1|setting is \"prot\" (file F line 1), must be one of host, port",
        "'host: a\nport:'|port is empty (file F line 2), must be",
        "'port: ~'|port is empty (file F line 1), must be",
        "'port: [1]'|port is a sequence (file F line 1), must be",
        "'port: {a: 1}'|port is a mapping (file F line 1), must be",
        "'port: 1\nport: 2'|port is set twice (file F line 2), must be set once",
        "'- port'|file F line 1 is a sequence, must be a mapping",
        "'port: [1'|must be valid YAML: line 1",
        "'[a]: 1'|setting is \"sequence\" (file F line 1), must be one of",
      })
  void aFileThatIsNotUnderstoodIsRefused(String content, String message) throws Exception {
    String file = file(content);

    assertRefused(List.of("--config", file), Map.of())
        .hasMessageContaining(message.replace("file F ", "file " + file + " "));
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    String absent = directory.resolve("absent.yaml").toString();

    assertRefused(List.of(), Map.of("SPILLWAY_CONFIG", absent))
        .hasMessage(
            "config is \"%s\" (environment variable SPILLWAY_CONFIG), must be the path of a YAML file"
                .formatted(absent));
  }

  @Test
  void aFileThatIsNotTextIsRefused() throws Exception {
    Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0, 1});

    assertRefused(List.of("--config", binary.toString()), Map.of())
        .hasMessageContaining("config is " + binary);
  }

  @Test
  void onePortForTwoThingsIsRefused() {
    assertRefused(List.of("--port", "5701"), Map.of("SPILLWAY_CLUSTER_PORT", "5701"))
        .hasMessage(
            "cluster-port is \"5701\" (environment variable SPILLWAY_CLUSTER_PORT), must be a port"
                + " other than 5701, the port for HTTP (flag --port)");
  }

  @Test
  void aDatabaseElsewhereIsGivenByItsUrl() throws Exception {
    String url = "jdbc:postgresql://db/spillway?user=u&password=p";

    Settings settings = settings(List.of("--store", "postgres"), Map.of("SPILLWAY_JDBC_URL", url));

    assertThat(settings.storage().kind()).isEqualTo(StoreKind.POSTGRES);
    assertThat(settings.storage().jdbcUrl()).contains(url);
  }

  @Test
  void postgresWithoutAUrlIsRefused() {
    assertRefused(List.of("--store", "postgres"), Map.of())
        .hasMessage(
            "store is \"postgres\" (flag --store), must be used together with --jdbc-url, which is"
                + " not set");
  }

  @ParameterizedTest
  @CsvSource({"sqlite, jdbc:postgresql://db/x?password=secret", "postgres, db:secret@db/x"})
  void aUrlThatCannotBeIsRefusedAndNeverShown(String store, String url) {
    assertRefused(List.of("--store", store), Map.of("SPILLWAY_JDBC_URL", url))
        .hasMessageStartingWith("jdbc-url is \"…\" (environment variable SPILLWAY_JDBC_URL)")
        .hasMessageNotContaining("secret");
  }

  @Test
  void freePortsForBothAreFine() throws Exception {
    assertThat(settings(List.of("--port", "0", "--cluster-port", "0"), Map.of()).http().port())
        .isZero();
  }

  @Test
  void aDataDirectoryThatCannotBeIsRefused() throws Exception {
    String data = Files.createFile(directory.resolve("file")).resolve("below").toString();

    assertRefused(List.of("--data", data), Map.of())
        .hasMessage(
            "data is \"%s\" (flag --data), must be a directory that can be created and written"
                .formatted(data));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      List<String> arguments, Map<String, String> environment) {
    return assertThatThrownBy(() -> start(arguments, environment))
        .isInstanceOf(SettingsException.class);
  }

  private Settings settings(List<String> arguments, Map<String, String> environment)
      throws SettingsException {
    return start(arguments, environment).settings();
  }

  /** Starts in a data directory of its own, unless the arguments name one. */
  private Invocation.Start start(List<String> arguments, Map<String, String> environment)
      throws SettingsException {
    List<String> all = new ArrayList<>(arguments);
    if (!arguments.contains("--data")) {
      all.addAll(List.of("--data", directory.resolve("data").toString()));
    }
    return (Invocation.Start) Invocation.read(all, environment, "1");
  }

  private String file(String content) throws IOException {
    return Files.writeString(directory.resolve("spillway.yaml"), content).toString();
  }
}
