package io.spillway.dependency;

import java.lang.module.ModuleDescriptor.Version;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * One entry of {@code src/build/vulnerable-versions.xml}.
 *
 * @param artifact {@code *} for every artifact of the group
 * @param from the first vulnerable version; empty if all before {@code below} are
 * @param below the first version that is not vulnerable
 * @param tolerated the jar whose copy does no harm
 */
record VulnerableVersion(
    String group,
    String artifact,
    Optional<Version> from,
    Version below,
    List<String> advisories,
    LocalDate added,
    String reason,
    Optional<Coordinates> tolerated) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<group>[a-z0-9.-]+):(?<artifact>\\*|[A-Za-z0-9._-]+)"
              + ":(?:\\(|\\[(?<from>[0-9][A-Za-z0-9.-]*)),(?<below>[0-9][A-Za-z0-9.-]*)\\)");
  private static final Pattern ADVISORY =
      Pattern.compile("CVE-[0-9]{4}-[0-9]{4,}|GHSA(-[0-9a-z]{4}){3}");

  /**
   * Reads an entry.
   *
   * @throws IllegalArgumentException if it is malformed or a part is missing
   */
  static VulnerableVersion of(Element entry) {
    String text = entry.getTextContent();
    Matcher form = FORM.matcher(text);
    check(form.matches(), text, "text", text, "group:artifact:(,version) or [version,version)");
    List<String> advisories = List.of(entry.getAttribute("advisory").split(", ", -1));
    for (String advisory : advisories) {
      check(
          ADVISORY.matcher(advisory).matches(),
          text,
          "advisory",
          advisory,
          "CVE or GHSA numbers, separated by commas");
    }
    String added = entry.getAttribute("added");
    check(added.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}"), text, "added", added, "a date");
    String reason = entry.getAttribute("reason");
    check(!reason.isBlank(), text, "reason", reason, "what the versions allow");
    check(
        entry.getAttribute("except").isEmpty() == entry.getAttribute("because").isBlank(),
        text,
        "because",
        entry.getAttribute("because"),
        "set if except is set, and only then");
    return new VulnerableVersion(
        form.group("group"),
        form.group("artifact"),
        Optional.ofNullable(form.group("from")).map(Version::parse),
        Version.parse(form.group("below")),
        advisories,
        LocalDate.parse(added),
        reason,
        Optional.of(entry.getAttribute("except"))
            .filter(given -> !given.isEmpty())
            .map(Coordinates::of));
  }

  private static void check(
      boolean allowed, String entry, String name, String given, String required) {
    if (!allowed) {
      throw new IllegalArgumentException(
          "%s of entry \"%s\" is \"%s\", must be %s".formatted(name, entry, given, required));
    }
  }

  /** Whether this version of an artifact is vulnerable. */
  boolean bans(Coordinates coordinates) {
    return coordinates.group().equals(group)
        && isNamed(coordinates.artifact())
        && contains(coordinates.version());
  }

  /** Whether a jar on the class path is vulnerable itself, or carries something that is. */
  boolean bans(ClassPathJar jar) {
    if (jar.isOf(group) && isNamed(jar.artifact()) && contains(jar.version())) {
      return true;
    }
    return tolerated.stream().noneMatch(jar::is) && jar.named().stream().anyMatch(this::bans);
  }

  private boolean isNamed(String name) {
    return artifact.equals("*") || artifact.equals(name);
  }

  private boolean contains(String text) {
    Version version = Version.parse(text);
    return version.compareTo(below) < 0
        && from.map(first -> version.compareTo(first) >= 0).orElse(true);
  }
}
