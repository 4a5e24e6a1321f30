package io.spillway.api.console;

import io.spillway.api.http.route.StaticFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final Map<String, StaticFile> byName;
  private final String digest;
  private final StaticFile page;

  private ConsoleFiles(SortedMap<String, byte[]> contents) {
    String template = new String(contents.get(PAGE), StandardCharsets.UTF_8);
    digest = digestOf(contents);
    byName =
        contents.entrySet().stream()
            .filter(file -> !file.getKey().equals(PAGE))
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, file -> StaticFile.named(file.getKey(), file.getValue())));
    page = StaticFile.named(PAGE, page(template, contents).getBytes(StandardCharsets.UTF_8));
  }

  /** Reads them. Blocks. */
  static ConsoleFiles read() {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    for (String name : LIBRARY_FILES) {
      contents.put(LIBRARY + name, StaticFile.resource(LIBRARY_RESOURCES + name));
    }
    contents.putAll(ownFiles());
    return new ConsoleFiles(contents);
  }

  /** Changes when any of the files does. */
  String digest() {
    return digest;
  }

  /** The page that starts the console. */
  StaticFile page() {
    return page;
  }

  Optional<StaticFile> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Preloads all modules, which the browser would else discover one import at a time. */
  private String page(String template, SortedMap<String, byte[]> contents) {
    String preloads =
        contents.keySet().stream()
            .filter(name -> name.endsWith(".js"))
            .map(name -> "<link rel=\"modulepreload\" href=\"{{files}}/" + name + "\">")
            .collect(Collectors.joining("\n"));
    return template.replace("{{preloads}}", preloads).replace("{{files}}", Console.FILES + digest);
  }

  private static Map<String, byte[]> ownFiles() {
    URL page = ConsoleFiles.class.getResource(DIRECTORY + PAGE);
    if (page == null) {
      throw new IllegalStateException("resource " + DIRECTORY + PAGE + " is missing");
    }
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
      throw new IllegalStateException("the URL of the console page is not a URI: " + page, e);
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

  private static String digestOf(SortedMap<String, byte[]> contents) {
    String all =
        contents.entrySet().stream()
            .map(file -> file.getKey() + ' ' + StaticFile.digestOf(file.getValue()))
            .collect(Collectors.joining("\n"));
    return StaticFile.digestOf(all.getBytes(StandardCharsets.UTF_8));
  }
}
