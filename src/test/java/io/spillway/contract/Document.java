package io.spillway.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI document as it is delivered. Immutable. */
public final class Document {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
  private static final String PATHS = "paths";

  private final Map<String, Object> root;
  private final List<DocumentedOperation> operations;

  private Document(Map<String, Object> root) {
    this.root = root;
    this.operations = operationsOf(root);
  }

  /** The document of the class path. */
  public static Document load() {
    try (InputStream in = Document.class.getResourceAsStream("/openapi.yaml")) {
      return parse(new String(Objects.requireNonNull(in, "openapi.yaml").readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Document parse(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Document(new Yaml(new SafeConstructor(options)).load(yaml));
  }

  private List<DocumentedOperation> operationsOf(Map<String, Object> document) {
    List<DocumentedOperation> all = new ArrayList<>();
    members(document, PATHS)
        .forEach(
            (path, item) -> {
              Map<String, Object> pathItem = asMembers(item);
              pathItem.forEach(
                  (method, operation) -> {
                    if (METHODS.contains(method)) {
                      all.add(
                          DocumentedOperation.of(
                              this,
                              path,
                              method,
                              asMembers(operation),
                              list(pathItem, "parameters")));
                    }
                  });
            });
    // A path without parameters goes before one with them.
    all.sort(Comparator.comparing(operation -> operation.path().contains("{")));
    return List.copyOf(all);
  }

  public List<DocumentedOperation> operations() {
    return operations;
  }

  /**
   * The operation that takes such a request, by its path as it is sent, without a query. HEAD is
   * taken by what takes GET.
   */
  public Optional<DocumentedOperation> find(String method, String path) {
    String documented = method.equals("HEAD") ? "GET" : method;
    return operations.stream()
        .filter(operation -> operation.method().equals(documented) && operation.isAt(path))
        .findFirst();
  }

  /** The schema, parameter, header or response itself, if this is a reference to one. */
  public Map<String, Object> resolve(Map<String, Object> definition) {
    if (!(definition.get("$ref") instanceof String reference)) {
      return definition;
    }
    if (!reference.startsWith("#/")) {
      throw new IllegalArgumentException("$ref is " + reference + ", must begin with #/");
    }
    Map<String, Object> at = root;
    for (String name : List.of(reference.substring(2).split("/", -1))) {
      if (!at.containsKey(name)) {
        throw new IllegalArgumentException("there is nothing at " + reference);
      }
      at = members(at, name);
    }
    return resolve(at);
  }

  /** The object at {@code name}, empty if there is none. */
  public static Map<String, Object> members(Map<String, Object> object, String name) {
    return asMembers(object.getOrDefault(name, Map.of()));
  }

  static String text(Map<String, Object> object, String name) {
    if (object.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " is missing in " + object);
  }

  /** The objects in the list at {@code name}, empty if there is none. */
  public static List<Map<String, Object>> list(Map<String, Object> object, String name) {
    return object.getOrDefault(name, List.of()) instanceof List<?> list
        ? list.stream().map(Document::asMembers).toList()
        : List.of();
  }

  /** An object of the document. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> asMembers(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.keySet()
          .forEach(
              key -> {
                if (!(key instanceof String)) {
                  throw new IllegalArgumentException("the key " + key + " must be quoted");
                }
              });
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("this must be an object: " + value);
  }
}
