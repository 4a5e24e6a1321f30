package io.spillway.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs of the JDK that this JVM is of. */
public final class JdkTool {
  private JdkTool() {}

  /** The command line of a program, to which more can be added. */
  public static List<String> command(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, Path.of(System.getProperty("java.home"), "bin", name).toString());
    return command;
  }
}
