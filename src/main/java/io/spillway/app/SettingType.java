package io.spillway.app;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that a setting takes. Every type reads a text, whether it came as a flag, from the
 * environment or from the file, and answers nothing for a text it does not allow.
 *
 * @param <T> what a text becomes
 */
sealed interface SettingType<T> {

  /** The value of {@code text}, empty if it is not an allowed one. */
  Optional<T> read(String text);

  /** What is allowed, in words that complete "allowed is …". */
  String allowed();

  /** What stands for a value in the help. */
  String placeholder();

  /** A text that was given, as it may be shown to people. */
  default String shown(String text) {
    return text;
  }

  /** Addresses of a PostgreSQL database. They may hold a password, so they are never shown. */
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

  /** Whole numbers, both ends included. */
  record Whole(int least, int most) implements SettingType<Integer> {
    @Override
    public Optional<Integer> read(String text) {
      try {
        int number = Integer.parseInt(text);
        return number < least || number > most ? Optional.empty() : Optional.of(number);
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    @Override
    public String allowed() {
      return "a whole number from " + least + " to " + most;
    }

    @Override
    public String placeholder() {
      return "N";
    }
  }

  /** Spans of time, both ends included: ISO 8601 such as PT20S, or a whole number of seconds. */
  record Span(Duration least, Duration most) implements SettingType<Duration> {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    @Override
    public Optional<Duration> read(String text) {
      try {
        Duration span =
            SECONDS.matcher(text).matches()
                ? Duration.ofSeconds(Long.parseLong(text))
                : Duration.parse(text);
        return span.compareTo(least) < 0 || span.compareTo(most) > 0
            ? Optional.empty()
            : Optional.of(span);
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }

    @Override
    public String allowed() {
      return "a duration from %s to %s, as ISO 8601 such as PT20S or in whole seconds"
          .formatted(least, most);
    }

    @Override
    public String placeholder() {
      return "DURATION";
    }
  }

  /** One of a few names: the constants of an enum, in lower case. */
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

  /** Names that are the same in a log line, a file name and a URL. */
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

  /** Names and addresses of hosts, without scheme and port. */
  record Host() implements SettingType<String> {
    /** A name or an IPv4 address. */
    static final String NAME = "[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?";

    /** An IPv6 address, or near enough to leave the rest to whoever looks it up. */
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

  /** Hosts with or without a port, separated by commas; spaces around them do not count. */
  record Members() implements SettingType<List<String>> {
    private static final Pattern MEMBER =
        Pattern.compile(
            "(?:%s|\\[%s\\])(?::(?<port>[1-9][0-9]{0,4}))?".formatted(Host.NAME, Host.IPV6));
    private static final int MAX_PORT = 65_535;

    @Override
    public Optional<List<String>> read(String text) {
      List<String> members = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
      return members.stream().allMatch(Members::isMember) ? Optional.of(members) : Optional.empty();
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

  /** URLs of issuers elsewhere. What they say decides who is let in, so they come encrypted. */
  record ProviderUrl() implements SettingType<String> {
    private static final Pattern LOOPBACK =
        Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");

    @Override
    public Optional<String> read(String text) {
      // Some issuers end in a slash, and then so do their tokens.
      return new BaseUrl()
          .read(text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
          .map(URI::create)
          .filter(url -> url.getScheme().equals("https") || isHere(url))
          .map(url -> text);
    }

    private static boolean isHere(URI url) {
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

  /** Names that others chose. */
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

  /** Paths of directories. Whether one is there is not looked at. */
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

  /** Several names that others chose, separated by single spaces. */
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

  /** Paths of files. Whether one is there is found out when it is read. */
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

  /** Origins as browsers write them, separated by commas; spaces around them do not count. */
  record Origins() implements SettingType<List<String>> {
    @Override
    public Optional<List<String>> read(String text) {
      List<String> origins = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
      return origins.stream().allMatch(Origins::isOrigin) ? Optional.of(origins) : Optional.empty();
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
