package io.spillway.app;

import io.spillway.api.auth.TrustedProxies;
import io.spillway.engine.event.NamedAutomations;
import io.spillway.engine.webhook.EgressPolicy;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The type of a setting: parses the text of a flag, an environment variable or the file.
 *
 * @param <T> type of the parsed value
 */
sealed interface SettingType<T> {

  /** Parses {@code text}; empty if it is not allowed. */
  Optional<T> read(String text);

  /** The allowed values, completing "must be …". */
  String allowed();

  /** Placeholder of the value in the help. */
  String placeholder();

  /** The text as it may appear in messages. */
  default String shown(String text) {
    return text;
  }

  /** What is separated by commas, without surrounding spaces; empty if any of it is not allowed. */
  private static Optional<List<String>> list(String text, Predicate<String> isAllowed) {
    List<String> parts = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    return parts.stream().allMatch(isAllowed) ? Optional.of(parts) : Optional.empty();
  }

  /** Addresses of a PostgreSQL database. They may contain a password and are never shown. */
  record JdbcUrl() implements SettingType<String> {
    private static final String PREFIX = "jdbc:postgresql:";

    @Override
    public Optional<String> read(String text) {
      return text.startsWith(PREFIX) && text.length() > PREFIX.length()
          ? Optional.of(text)
          : Optional.empty();
    }

    @Override
    public String allowed() {
      return "jdbc:postgresql://HOST:PORT/DATABASE?user=USER&password=PASSWORD";
    }

    @Override
    public String placeholder() {
      return "URL";
    }

    @Override
    public String shown(String text) {
      return "…";
    }
  }

  /** Whole numbers, bounds included. */
  record Whole(int min, int max) implements SettingType<Integer> {
    @Override
    public Optional<Integer> read(String text) {
      try {
        int number = Integer.parseInt(text);
        return number < min || number > max ? Optional.empty() : Optional.of(number);
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    @Override
    public String allowed() {
      return "a whole number from " + min + " to " + max;
    }

    @Override
    public String placeholder() {
      return "N";
    }
  }

  /** Numbers of bytes, at least {@code min}, with or without a unit. */
  record Bytes(long min) implements SettingType<Long> {
    private static final Pattern SIZE = Pattern.compile("(?<number>[0-9]{1,15})(?<unit>[KMGT]iB)?");
    private static final String UNITS = "KMGT";
    private static final long MAX = 1L << 50;

    @Override
    public Optional<Long> read(String text) {
      Matcher size = SIZE.matcher(text);
      if (!size.matches()) {
        return Optional.empty();
      }
      int shift =
          size.group("unit") == null ? 0 : 10 * (UNITS.indexOf(size.group("unit").charAt(0)) + 1);
      long number = Long.parseLong(size.group("number"));
      return number > MAX >> shift || number << shift < min
          ? Optional.empty()
          : Optional.of(number << shift);
    }

    @Override
    public String allowed() {
      return "a number of bytes from %d to %d, or with a unit such as 512MiB".formatted(min, MAX);
    }

    @Override
    public String placeholder() {
      return "BYTES";
    }
  }

  /** Durations, bounds included: ISO 8601 such as PT20S, or a whole number of seconds. */
  record Span(Duration min, Duration max) implements SettingType<Duration> {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    @Override
    public Optional<Duration> read(String text) {
      try {
        Duration span =
            SECONDS.matcher(text).matches()
                ? Duration.ofSeconds(Long.parseLong(text))
                : Duration.parse(text);
        return span.compareTo(min) < 0 || span.compareTo(max) > 0
            ? Optional.empty()
            : Optional.of(span);
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }

    @Override
    public String allowed() {
      return "a duration from %s to %s, as ISO 8601 such as PT20S or in whole seconds"
          .formatted(min, max);
    }

    @Override
    public String placeholder() {
      return "DURATION";
    }
  }

  /** The constants of an enum, in lower case. */
  record Choice<E extends Enum<E>>(List<E> constants) implements SettingType<E> {
    static <E extends Enum<E>> Choice<E> of(Class<E> type) {
      return new Choice<>(Arrays.asList(type.getEnumConstants()));
    }

    @Override
    public Optional<E> read(String text) {
      return constants.stream().filter(constant -> nameOf(constant).equals(text)).findFirst();
    }

    @Override
    public String allowed() {
      return "one of " + String.join(", ", constants.stream().map(Choice::nameOf).toList());
    }

    @Override
    public String placeholder() {
      return String.join("|", constants.stream().map(Choice::nameOf).toList());
    }

    private static String nameOf(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
  }

  /** Names that need no escaping in log lines, file names and URLs. */
  record Name() implements SettingType<String> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Override
    public Optional<String> read(String text) {
      return NAME.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String allowed() {
      return "1 to 64 letters, digits, dots, underscores and hyphens";
    }

    @Override
    public String placeholder() {
      return "NAME";
    }
  }

  /** Ids of automations, separated by commas, or a word; surrounding spaces are ignored. */
  record Automations() implements SettingType<NamedAutomations> {
    private static final int MAX = 100;

    @Override
    public Optional<NamedAutomations> read(String text) {
      if (text.equals("all")) {
        return Optional.of(NamedAutomations.ALL);
      }
      if (text.equals("none")) {
        return Optional.of(NamedAutomations.NONE);
      }
      Set<String> ids =
          Arrays.stream(text.split(",", -1)).map(String::strip).collect(Collectors.toSet());
      return ids.size() <= MAX && ids.stream().allMatch(id -> new Name().read(id).isPresent())
          ? Optional.of(NamedAutomations.of(ids))
          : Optional.empty();
    }

    @Override
    public String allowed() {
      return "all, none, or a comma-separated list of at most " + MAX + " ids of automations";
    }

    @Override
    public String placeholder() {
      return "all|none|ID,...";
    }
  }

  /** Host names and IP addresses, without scheme and port. */
  record Host() implements SettingType<String> {
    /** A name or an IPv4 address. */
    static final String NAME = "[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?";

    /** An IPv6 address, roughly; the resolver checks the rest. */
    static final String IPV6 = "[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+";

    private static final Pattern EITHER = Pattern.compile(NAME + "|" + IPV6);

    @Override
    public Optional<String> read(String text) {
      return EITHER.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String allowed() {
      return "a host name or an IP address, without scheme or port";
    }

    @Override
    public String placeholder() {
      return "HOST";
    }
  }

  /** Hosts, separated by commas; surrounding spaces are ignored. */
  record Hosts() implements SettingType<List<String>> {
    @Override
    public Optional<List<String>> read(String text) {
      return SettingType.list(text, host -> new Host().read(host).isPresent());
    }

    @Override
    public String allowed() {
      return "a comma-separated list of host names or IP addresses, without scheme or port";
    }

    @Override
    public String placeholder() {
      return "HOST,...";
    }
  }

  /** IP addresses and networks, separated by commas; surrounding spaces are ignored. */
  record Networks() implements SettingType<List<String>> {
    @Override
    public Optional<List<String>> read(String text) {
      return SettingType.list(text, TrustedProxies::isNetwork);
    }

    @Override
    public String allowed() {
      return "a comma-separated list such as 10.0.0.5,192.168.0.0/16,fd00::/8: IP addresses or"
          + " networks, but not all addresses";
    }

    @Override
    public String placeholder() {
      return "NETWORK,...";
    }
  }

  /** Networks with an optional port, separated by commas; surrounding spaces are ignored. */
  record EgressNetworks() implements SettingType<List<String>> {
    @Override
    public Optional<List<String>> read(String text) {
      return SettingType.list(text, EgressPolicy::isNetwork);
    }

    @Override
    public String allowed() {
      return "a comma-separated list such as 127.0.0.1/32:9000,10.1.0.0/16,[fd00::/8]:443: IP"
          + " addresses or networks, each with an optional port";
    }

    @Override
    public String placeholder() {
      return "NETWORK[:PORT],...";
    }
  }

  /** A host with a port. */
  record HostAndPort() implements SettingType<String> {
    private static final Pattern FORM =
        Pattern.compile("(?:%s|\\[%s\\]):[1-9][0-9]{0,4}".formatted(Host.NAME, Host.IPV6));
    private static final int MAX_PORT = 65_535;

    @Override
    public Optional<String> read(String text) {
      return FORM.matcher(text).matches()
              && Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)) <= MAX_PORT
          ? Optional.of(text)
          : Optional.empty();
    }

    @Override
    public String allowed() {
      return "a host and a port such as proxy.example:3128, an IPv6 address in brackets";
    }

    @Override
    public String placeholder() {
      return "HOST:PORT";
    }
  }

  /** Paths of files that the node makes if they do not exist. */
  record KeyFile() implements SettingType<Path> {
    @Override
    public Optional<Path> read(String text) {
      return new Directory().read(text);
    }

    @Override
    public String allowed() {
      return "a readable file, or the place for one";
    }

    @Override
    public String placeholder() {
      return "FILE";
    }
  }

  /** Hosts with an optional port, separated by commas; surrounding spaces are ignored. */
  record Members() implements SettingType<List<String>> {
    private static final Pattern MEMBER =
        Pattern.compile(
            "(?:%s|\\[%s\\])(?::(?<port>[1-9][0-9]{0,4}))?".formatted(Host.NAME, Host.IPV6));
    private static final int MAX_PORT = 65_535;

    @Override
    public Optional<List<String>> read(String text) {
      return SettingType.list(text, Members::isMember);
    }

    private static boolean isMember(String text) {
      Matcher member = MEMBER.matcher(text);
      return member.matches()
          && (member.group("port") == null || Integer.parseInt(member.group("port")) <= MAX_PORT);
    }

    @Override
    public String allowed() {
      return "a comma-separated list such as 10.0.0.11:5701,node-2,[fd00::3]:5701: hosts, each with"
          + " an optional port from 1 to 65535, an IPv6 address in brackets";
    }

    @Override
    public String placeholder() {
      return "HOST[:PORT],...";
    }
  }

  /** Base URLs: http or https, a host, nothing after the path. */
  record BaseUrl() implements SettingType<String> {
    @Override
    public Optional<String> read(String text) {
      try {
        URI uri = URI.create(text);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare =
            uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null;
        return web && bare && !text.endsWith("/") ? Optional.of(text) : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    @Override
    public String allowed() {
      return "an http or https URL with a host, without user, query, fragment or trailing slash";
    }

    @Override
    public String placeholder() {
      return "URL";
    }
  }

  /** URLs of external issuers. They decide who is authenticated, so HTTPS is required. */
  record ProviderUrl() implements SettingType<String> {
    private static final Pattern LOOPBACK =
        Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");

    @Override
    public Optional<String> read(String text) {
      // Some issuers end in a slash, which is part of the iss claim.
      return new BaseUrl()
          .read(text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
          .map(URI::create)
          .filter(url -> url.getScheme().equals("https") || isLoopback(url))
          .map(url -> text);
    }

    private static boolean isLoopback(URI url) {
      return LOOPBACK.matcher(url.getHost()).matches();
    }

    @Override
    public String allowed() {
      return "an https URL, or an http URL with a loopback host, without user, query or fragment";
    }

    @Override
    public String placeholder() {
      return "URL";
    }
  }

  /** Names chosen by an external system. */
  record Word() implements SettingType<String> {
    private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]{1,256}");

    @Override
    public Optional<String> read(String text) {
      return WORD.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String allowed() {
      return "1 to 256 printable ASCII characters without spaces";
    }

    @Override
    public String placeholder() {
      return "TEXT";
    }
  }

  /** Paths of directories. Existence is not checked. */
  record Directory() implements SettingType<Path> {
    @Override
    public Optional<Path> read(String text) {
      try {
        // The empty path would be the current directory.
        return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }

    @Override
    public String allowed() {
      return "a directory that can be created and written";
    }

    @Override
    public String placeholder() {
      return "DIR";
    }
  }

  /** Names chosen by an external system, separated by single spaces. */
  record Words() implements SettingType<String> {
    private static final Pattern WORDS = Pattern.compile("[\\x21-\\x7e]+( [\\x21-\\x7e]+)*");
    private static final int MAX = 512;

    @Override
    public Optional<String> read(String text) {
      return text.length() <= MAX && WORDS.matcher(text).matches()
          ? Optional.of(text)
          : Optional.empty();
    }

    @Override
    public String allowed() {
      return "at most 512 printable ASCII characters, words separated by single spaces";
    }

    @Override
    public String placeholder() {
      return "TEXT";
    }
  }

  /** Paths of files. Existence is checked when the file is read. */
  record ExistingFile() implements SettingType<Path> {
    @Override
    public Optional<Path> read(String text) {
      return new Directory().read(text);
    }

    @Override
    public String allowed() {
      return "a readable file";
    }

    @Override
    public String placeholder() {
      return "FILE";
    }
  }

  /** Origins in the form of browsers, separated by commas; surrounding spaces are ignored. */
  record Origins() implements SettingType<List<String>> {
    @Override
    public Optional<List<String>> read(String text) {
      return SettingType.list(text, Origins::isOrigin);
    }

    private static boolean isOrigin(String text) {
      return new BaseUrl()
          .read(text)
          .filter(url -> URI.create(url).getRawPath().isEmpty())
          .filter(url -> url.equals(url.toLowerCase(Locale.ROOT)))
          .isPresent();
    }

    @Override
    public String allowed() {
      return "a comma-separated list such as https://flow.example,http://localhost:3000: origins in"
          + " lower case, without a path";
    }

    @Override
    public String placeholder() {
      return "ORIGIN,...";
    }
  }
}
