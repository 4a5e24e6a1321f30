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
 * Reads settings from a YAML file: one mapping of setting names to values.
 *
 * <p>Values are read as text, not as YAML types: {@code 010} is not eight, {@code no} is not false,
 * and messages quote the file exactly.
 */
final class ConfigFile {
  private final Path path;

  ConfigFile(Path path) {
    this.path = path;
  }

  /** The settings in the file. */
  Map<Setting<?>, RawValue> read() throws SettingsException {
    Node root = parse();
    if (root == null) {
      return Map.of();
    }
    if (!(root instanceof MappingNode mapping)) {
      throw new SettingsException(
          at(root)
              + " is a "
              + root.getNodeId()
              + ", must be a mapping of setting names to values");
    }
    Map<Setting<?>, RawValue> given = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      Setting<?> setting = settingOf(entry.getKeyNode());
      if (given.put(setting, valueOf(setting, entry.getValueNode())) != null) {
        throw new SettingsException(
            "%s is set twice (%s), must be set once"
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
          "config is %s (%s), must be a readable YAML file in UTF-8"
              .formatted(path, e.getClass().getSimpleName()));
    } catch (MarkedYAMLException e) {
      throw new SettingsException(
          "config is %s, must be valid YAML: line %d: %s"
              .formatted(path, e.getProblemMark().getLine() + 1, e.getProblem()));
    } catch (YAMLException e) {
      throw new SettingsException(
          "config is %s, must be valid YAML: %s".formatted(path, e.getMessage()));
    }
  }

  private Setting<?> settingOf(Node key) throws SettingsException {
    String name = key instanceof ScalarNode scalar ? scalar.getValue() : key.getNodeId().toString();
    return Setting.named(name)
        .orElseThrow(
            () ->
                new SettingsException(
                    "setting is \"%s\" (%s), must be one of %s"
                        .formatted(
                            name,
                            at(key),
                            Setting.ALL.stream()
                                .map(Setting::name)
                                .collect(Collectors.joining(", ")))));
  }

  private RawValue valueOf(Setting<?> setting, Node value) throws SettingsException {
    if (value instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return new RawValue(scalar.getValue(), at(value));
    }
    String kind = value instanceof ScalarNode ? "empty" : "a " + value.getNodeId();
    throw new SettingsException(
        "%s is %s (%s), must be %s"
            .formatted(setting.name(), kind, at(value), setting.type().allowed()));
  }

  private String at(Node node) {
    return "file %s line %d".formatted(path, node.getStartMark().getLine() + 1);
  }
}
