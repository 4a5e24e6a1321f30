package io.spillway.contract;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a path stands for that is written in another way than the document writes paths. */
public final class PlainPath {
  private PlainPath() {}

  /** The path as the server takes it: without empty segments and dots, and with no slash behind. */
  public static String of(String sent) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : List.of(sent.replaceAll("(?i)%2e", ".").split("/", -1))) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    return "/" + String.join("/", segments);
  }
}
