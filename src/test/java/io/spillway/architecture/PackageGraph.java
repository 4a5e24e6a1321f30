package io.spillway.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Packages below {@code io.spillway}, and which of them each one uses.
 *
 * @param uses names without the root, each package with those that it depends on directly
 */
public record PackageGraph(Map<String, Set<String>> uses) {
  public static final String ROOT = "io.spillway.";

  /** The dependencies between the packages of these classes. */
  public static PackageGraph of(Iterable<JavaClass> classes) {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass type : classes) {
      Set<String> used = uses.computeIfAbsent(nameOf(type), none -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .map(PackageGraph::nameOf)
          .filter(name -> !name.equals(nameOf(type)))
          .forEach(used::add);
    }
    return new PackageGraph(uses);
  }

  private static String nameOf(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  /** The same without the dependencies that follow from others. It must have no cycles. */
  PackageGraph reduced() {
    Map<String, Set<String>> reduced = new TreeMap<>();
    uses.forEach(
        (user, used) -> {
          Set<String> left = new TreeSet<>(used);
          used.forEach(between -> left.removeAll(reachableFrom(between)));
          reduced.put(user, left);
        });
    return new PackageGraph(reduced);
  }

  private Set<String> reachableFrom(String start) {
    Set<String> reached = new TreeSet<>();
    for (String used : usedBy(start)) {
      reached.add(used);
      reached.addAll(reachableFrom(used));
    }
    return reached;
  }

  Set<String> usedBy(String user) {
    return uses.getOrDefault(user, Set.of());
  }
}
