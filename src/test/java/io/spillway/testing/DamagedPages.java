package io.spillway.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Damages a SQLite file that nobody uses, as a failing disk does. */
public final class DamagedPages {
  private static final int PAGE_BYTES = 4_096;
  private static final int HEADER_BYTES = 8;

  private DamagedPages() {}

  /** Flips the bits in the header of the page that has the first copy of a text. */
  public static void flipHeader(Path database, String text) throws IOException {
    int found = new String(Files.readAllBytes(database), StandardCharsets.ISO_8859_1).indexOf(text);
    if (found < 0) {
      throw new IllegalArgumentException(database + " does not contain " + text);
    }
    long header = (long) found - found % PAGE_BYTES;
    try (FileChannel file =
        FileChannel.open(database, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
      file.read(bytes, header);
      for (int i = 0; i < HEADER_BYTES; i++) {
        bytes.put(i, (byte) ~bytes.get(i));
      }
      file.write(bytes.flip(), header);
    }
  }
}
