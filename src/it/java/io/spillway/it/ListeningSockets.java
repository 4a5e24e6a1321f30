package io.spillway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The listening sockets of a process, read from {@code /proc}. */
final class ListeningSockets {
  private static final Pattern SOCKET = Pattern.compile("socket:\\[([0-9]+)]");
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private ListeningSockets() {}

  /** The local addresses of its listening sockets, in the format of {@code /proc/net/tcp}. */
  static List<String> of(long pid) {
    Set<String> inodes = inodes(Path.of("/proc/" + pid + "/fd"));
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> lines(Path.of("/proc/" + pid + "/net/" + table)))
        .map(line -> line.trim().split("\\s+"))
        .filter(row -> row[STATE].equals(LISTENING) && inodes.contains(row[INODE]))
        .map(row -> row[LOCAL_ADDRESS])
        .toList();
  }

  private static Set<String> inodes(Path descriptors) {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> entries = Files.list(descriptors)) {
      for (Path entry : entries.toList()) {
        Matcher socket = SOCKET.matcher(targetOf(entry));
        if (socket.matches()) {
          inodes.add(socket.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inodes;
  }

  private static String targetOf(Path entry) {
    try {
      return Files.readSymbolicLink(entry).toString();
    } catch (IOException e) {
      return "closed";
    }
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream().skip(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
