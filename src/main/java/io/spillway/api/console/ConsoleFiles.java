package io.spillway.api.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All files of the console, in memory, and the page that names them. Immutable. */
final class ConsoleFiles {
  private static final String DIRECTORY = "/console/";
  private static final String PAGE = "index.html";
  private static final String LIBRARY = "lib/lit-html/";
  private static final String LIBRARY_RESOURCES = "/META-INF/resources/webjars/lit-html/3.2.1/";
  private static final List<String> LIBRARY_FILES =
      List.of(
          "lit-html.js",
          "directive.js",
          "directive-helpers.js",
          "directives/live.js",
          "directives/repeat.js");
  private static final int DIGEST_CHARACTERS = 16;

  private final Map<String, ConsoleFile> byName;
  private final String digest;
  private final ConsoleFile page;

  private ConsoleFiles(SortedMap<String, byte[]> contents) {
    String template = new String(contents.get(PAGE), StandardCharsets.UTF_8);
    digest = digestOf(contents);
    byName =
        contents.entrySet().stream()
            .filter(file -> !file.getKey().equals(PAGE))
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, file -> ConsoleFile.of(file.getKey(), file.getValue())));
    page = ConsoleFile.of(PAGE, page(template, contents).getBytes(StandardCharsets.UTF_8));
  }

  /** Reads them. Blocks. */
  static ConsoleFiles read() {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    for (String name : LIBRARY_FILES) {
      contents.put(LIBRARY + name, bytesOf(LIBRARY_RESOURCES + name));
    }
    contents.putAll(ownFiles());
    return new ConsoleFiles(contents);
  }

  /** Changes when any of the files does. */
  String digest() {
    return digest;
  }

  /** The page that starts the console. */
  ConsoleFile page() {
    return page;
  }

  Optional<ConsoleFile> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Has the browser ask for all modules at once, not for each when it meets its name. */
  private String page(String template, SortedMap<String, byte[]> contents) {
    String preloads =
        contents.keySet().stream()
            .filter(name -> name.endsWith(".js"))
            .map(name -> "<link rel=\"modulepreload\" href=\"{{files}}/" + name + "\">")
            .collect(Collectors.joining("\n"));
    return template.replace("{{preloads}}", preloads).replace("{{files}}", Console.FILES + digest);
  }

  private static Map<String, byte[]> ownFiles() {
    URL page = resource(DIRECTORY + PAGE);
    try {
      URI uri = page.toURI();
      if (!"jar".equals(uri.getScheme())) {
        return filesBelow(Path.of(uri).resolveSibling(""));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return filesBelow(jar.getPath(DIRECTORY));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no address of a file: " + page, e);
    }
  }

  private static Map<String, byte[]> filesBelow(Path directory) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(directory.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static byte[] bytesOf(String name) {
    try (InputStream in = resource(name).openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL resource(String name) {
    URL found = ConsoleFiles.class.getResource(name);
    if (found == null) {
      throw new IllegalStateException("there is no " + name + " on the class path");
    }
    return found;
  }

  private static String digestOf(SortedMap<String, byte[]> contents) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      contents.forEach(
          (name, content) -> {
            sha256.update((name + '\0' + content.length + '\0').getBytes(StandardCharsets.UTF_8));
            sha256.update(content);
          });
      return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGEST_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
