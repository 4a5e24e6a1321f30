package io.spillway.contract;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** What a path stands for that is written in another way than the document writes paths. */
public final class PlainPath {
  /** Characters that stand for themselves, percent-encoded all the same. */
  private static final Pattern NEEDLESS =
      Pattern.compile("%(2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aA]|5[fF]|6[1-9a-fA-F]|7[0-9aAeE])");

  private PlainPath() {}

  /**
   * The path as the server takes it: with no more percent-encoded than must be, without empty
   * segments and dots, and with no slash behind.
   */
  public static String of(String sent) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : List.of(decoded(sent).split("/", -1))) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    return "/" + String.join("/", segments);
  }

  private static String decoded(String sent) {
    return NEEDLESS
        .matcher(sent)
        .replaceAll(found -> String.valueOf((char) Integer.parseInt(found.group(1), 16)));
  }
}
