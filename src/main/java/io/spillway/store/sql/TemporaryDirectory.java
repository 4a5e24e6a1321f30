package io.spillway.store.sql;

import io.spillway.store.UnusableStoreException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * The directory from which the driver of SQLite loads its native library, which it unpacks there.
 * Its own failure says nothing of that.
 */
final class TemporaryDirectory {
  private static final String OF_JAVA = "java.io.tmpdir";
  private static final String OF_SQLITE = "org.sqlite.tmpdir";
  private static final String LIBRARY = "org.sqlite.lib.path";

  private TemporaryDirectory() {}

  /**
   * @throws UnusableStoreException if the library cannot be loaded from it
   */
  static void check() {
    if (System.getProperty(LIBRARY) == null) {
      String name = System.getProperty(OF_SQLITE) == null ? OF_JAVA : OF_SQLITE;
      check(Path.of(System.getProperty(name, "")), name, TemporaryDirectory::allowsPrograms);
    }
  }

  /**
   * @param property that names the directory
   * @param allowsPrograms whether a file in it can be executed
   */
  static void check(Path directory, String property, Predicate<Path> allowsPrograms) {
    if (!Files.isDirectory(directory)) {
      throw refusal(directory, property, "is no directory");
    }
    try {
      Path program = Files.createTempFile(directory, "spillway", ".tmp");
      try {
        if (!allowsPrograms.test(program)) {
          throw refusal(directory, property, "allows no programs, as if mounted noexec");
        }
      } finally {
        Files.delete(program);
      }
    } catch (IOException e) {
      throw refusal(directory, property, "is not writable");
    }
  }

  /** A file on a file system that is mounted noexec is not executable, whatever its permissions. */
  private static boolean allowsPrograms(Path program) {
    File file = program.toFile();
    return file.setExecutable(true) && file.canExecute();
  }

  private static UnusableStoreException refusal(Path directory, String property, String found) {
    return new UnusableStoreException(
        ("the temporary directory %s (-D%s) %s, must be writable and executable for the native"
                + " library of SQLite: name another by -D%s=DIRECTORY, or by -D%s=DIRECTORY for"
                + " SQLite alone")
            .formatted(directory, property, found, OF_JAVA, OF_SQLITE));
  }
}
