package io.spillway.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and directories that only the owner of the process may access. On file systems without
 * POSIX permissions they get the default permissions.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /**
   * Creates an empty file.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something of this name exists
   */
  public static void create(Path file) throws IOException {
    Files.createFile(file, attributes(file, FILE));
  }

  /**
   * Creates a file with {@code content}, written through to the disk.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something of this name exists
   */
  public static void create(Path file, String content) throws IOException {
    try (FileChannel channel =
        open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Opens a file; if that creates it, it is private. */
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), attributes(file, FILE));
  }

  /** Creates a directory and its missing parents; existing ones are left unchanged. */
  public static void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory, attributes(directory, DIRECTORY));
  }

  /**
   * Withdraws all access from others than the owner.
   *
   * @return the new permissions
   * @throws UnsupportedOperationException on a file system without POSIX permissions
   */
  public static Set<PosixFilePermission> makePrivate(Path path) throws IOException {
    Set<PosixFilePermission> permissions = Files.isDirectory(path) ? DIRECTORY : FILE;
    Files.setPosixFilePermissions(path, permissions);
    return Set.copyOf(permissions);
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
