package io.spillway.app;

import io.spillway.store.PrivateFiles;
import io.spillway.store.UnusableStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks at the start who may access the data directory and the files of the node in it. What every
 * user of the machine may access, after a copy, a restore or an upgrade, becomes private if the
 * user of the node owns it. What the group may access stays so, with a warning: volumes of
 * Kubernetes with an {@code fsGroup} are made that way. File systems without POSIX permissions are
 * not checked.
 */
final class DataDirectoryPermissions {
  private static final Set<PosixFilePermission> GROUP =
      PosixFilePermissions.fromString("---rwx---");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("------rwx");

  /** What a node writes, heap dumps included. */
  private static final Pattern FILE_OF_NODE =
      Pattern.compile(
          "spillway\\..*|admin-client\\.json.*|secrets-key\\.json.*|java_pid[0-9]+\\.hprof");

  /** What a file system has in the root of a volume. */
  private static final String LOST_AND_FOUND = "lost+found";

  private final Path directory;
  private final Predicate<Path> isOwned;
  private final List<String> warnings = new ArrayList<>();

  private DataDirectoryPermissions(Path directory, Predicate<Path> isOwned) {
    this.directory = directory;
    this.isOwned = isOwned;
  }

  /**
   * Tightens what is too open.
   *
   * @return what to log: what was changed, and what is open to the group
   * @throws UnusableStoreException if something is open to every user and cannot be changed
   */
  static List<String> tighten(Path directory) {
    return tighten(directory, DataDirectoryPermissions::isOwnedByProcess);
  }

  /**
   * @param isOwned whether the user of the node owns a file
   */
  static List<String> tighten(Path directory, Predicate<Path> isOwned) {
    if (Files.getFileAttributeView(directory, PosixFileAttributeView.class) == null) {
      return List.of();
    }
    DataDirectoryPermissions permissions = new DataDirectoryPermissions(directory, isOwned);
    try {
      permissions.check();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the permissions of data directory " + directory + " cannot be checked", e);
    }
    return List.copyOf(permissions.warnings);
  }

  private void check() throws IOException {
    List<Path> content;
    try (Stream<Path> files = Files.list(directory)) {
      content = files.sorted().toList();
    }
    checkDirectory(content.stream().allMatch(DataDirectoryPermissions::belongsHere));
    for (Path file : content) {
      if (isOfNode(file) && Files.isRegularFile(file)) {
        checkFile(file);
      }
    }
  }

  private void checkDirectory(boolean isOfNodeAlone) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory);
    if (has(mode, OTHERS)) {
      if (isOfNodeAlone && isOwned.test(directory)) {
        makePrivate(directory, mode);
      } else if (mode.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new UnusableStoreException(
            "data directory %s is %s, must be writable by the user of the node only: choose a"
                    .formatted(directory, PosixFilePermissions.toString(mode))
                + " directory of its own, or chmod 700 it");
      } else {
        warnings.add(
            "data directory %s is %s: every user can see the names of its files; it stays so, since"
                    .formatted(directory, PosixFilePermissions.toString(mode))
                + " it belongs to another user or has other files");
      }
    } else {
      warnIfOpenToGroup(directory, mode);
    }
  }

  private void checkFile(Path file) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    if (!has(mode, OTHERS)) {
      warnIfOpenToGroup(file, mode);
    } else if (isOwned.test(file)) {
      makePrivate(file, mode);
    } else {
      throw new UnusableStoreException(
          "%s is %s and belongs to %s, must be accessible by the user of the node only: chown it"
              .formatted(file, PosixFilePermissions.toString(mode), Files.getOwner(file)));
    }
  }

  private void makePrivate(Path path, Set<PosixFilePermission> mode) throws IOException {
    Set<PosixFilePermission> now = PrivateFiles.makePrivate(path);
    warnings.add(
        "%s was %s, accessible by every user of this machine, and is %s now"
            .formatted(
                path, PosixFilePermissions.toString(mode), PosixFilePermissions.toString(now)));
  }

  private void warnIfOpenToGroup(Path path, Set<PosixFilePermission> mode) {
    if (has(mode, GROUP)) {
      warnings.add(
          "%s is %s: its group can access keys and credentials; chmod go= it, unless that is meant"
              .formatted(path, PosixFilePermissions.toString(mode)));
    }
  }

  private static boolean has(Set<PosixFilePermission> mode, Set<PosixFilePermission> any) {
    return !Collections.disjoint(mode, any);
  }

  private static boolean belongsHere(Path file) {
    return isOfNode(file) || file.endsWith(LOST_AND_FOUND);
  }

  private static boolean isOfNode(Path file) {
    return FILE_OF_NODE.matcher(String.valueOf(file.getFileName())).matches();
  }

  private static boolean isOwnedByProcess(Path path) {
    try {
      return Objects.equals(
          Files.getAttribute(path, "unix:uid"),
          Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return hasNameOfUser(path);
    }
  }

  /** For systems without {@code /proc}. */
  private static boolean hasNameOfUser(Path path) {
    try {
      return Files.getOwner(path).getName().equals(System.getProperty("user.name"));
    } catch (IOException e) {
      return false;
    }
  }
}
