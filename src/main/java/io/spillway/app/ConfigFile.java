package io.spillway.app;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads settings from a YAML file: one mapping from names of settings to values.
 *
 * <p>Values are taken as they are written, not as YAML understands them: {@code 010} is not eight,
 * {@code no} is not false, and a message can quote what stands in the file.
 */
final class ConfigFile {
  private final Path path;

  ConfigFile(Path path) {
    this.path = path;
  }

  /** What the file gives. */
  Map<Setting<?>, RawValue> read() throws SettingsException {
    Node root = parse();
    if (root == null) {
      return Map.of();
    }
    if (!(root instanceof MappingNode mapping)) {
      throw new SettingsException(
          at(root) + ": allowed is one mapping from names of settings to values");
    }
    Map<Setting<?>, RawValue> given = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      Setting<?> setting = settingOf(entry.getKeyNode());
      if (given.put(setting, valueOf(setting, entry.getValueNode())) != null) {
        throw new SettingsException(
            "%s: %s gives it a second time; allowed is once"
                .formatted(setting.name(), at(entry.getKeyNode())));
      }
    }
    return given;
  }

  private @Nullable Node parse() throws SettingsException {
    try (Reader reader = Files.newBufferedReader(path)) {
      return new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader);
    } catch (IOException e) {
      throw new SettingsException(
          "config: file %s cannot be read (%s); allowed is a readable YAML file in UTF-8"
              .formatted(path, e.getClass().getSimpleName()));
    } catch (MarkedYAMLException e) {
      throw new SettingsException(
          "config: file %s line %d is not YAML: %s"
              .formatted(path, e.getProblemMark().getLine() + 1, e.getProblem()));
    } catch (YAMLException e) {
      throw new SettingsException(
          "config: file %s is not YAML: %s".formatted(path, e.getMessage()));
    }
  }

  private Setting<?> settingOf(Node key) throws SettingsException {
    String name = key instanceof ScalarNode scalar ? scalar.getValue() : key.getNodeId().toString();
    return Setting.named(name)
        .orElseThrow(
            () ->
                new SettingsException(
                    "%s: there is no setting \"%s\"; allowed are %s"
                        .formatted(
                            at(key),
                            name,
                            Setting.ALL.stream()
                                .map(Setting::name)
                                .collect(Collectors.joining(", ")))));
  }

  private RawValue valueOf(Setting<?> setting, Node value) throws SettingsException {
    if (value instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return new RawValue(scalar.getValue(), at(value));
    }
    String what = value instanceof ScalarNode ? "no value" : "a " + value.getNodeId();
    throw new SettingsException(
        "%s: %s gives %s; allowed is %s"
            .formatted(setting.name(), at(value), what, setting.type().allowed()));
  }

  private String at(Node node) {
    return "file %s line %d".formatted(path, node.getStartMark().getLine() + 1);
  }
}
