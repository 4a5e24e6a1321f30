package io.spillway.contract;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds an answer that was read as text against the document. */
public final class CheckedText {
  private static final Pattern REQUEST =
      Pattern.compile("([A-Z]+) (/[^ ?]*)(\\?[^ ]*)? HTTP/1\\.1\r\n.*", Pattern.DOTALL);
  private static final Pattern ANSWER =
      Pattern.compile("HTTP/1\\.1 ([0-9]{3})[^\r]*\r\n(.*?)\r\n\r\n(.*)", Pattern.DOTALL);
  private static final AnswerCheck CHECK = new AnswerCheck(Document.load());

  private CheckedText() {}

  /**
   * Fails if the answer to a request is not as the document has it. One that is no HTTP, or has
   * several answers, is left alone.
   */
  public static void check(String sent, String received) {
    Matcher request = REQUEST.matcher(sent);
    Matcher answer = ANSWER.matcher(received.replaceFirst("^HTTP/1\\.1 100 [^\r]*\r\n\r\n", ""));
    if (!request.matches() || !answer.matches() || answer.group(3).contains("HTTP/1.1 ")) {
      return;
    }
    List<String> headers = answer.group(2).lines().toList();
    CHECK.require(
        new Answered(
            request.group(1),
            request.group(2),
            Integer.parseInt(answer.group(1)),
            name -> header(headers, name),
            isWhole(headers, answer.group(3)) ? Optional.of(answer.group(3)) : Optional.empty()));
  }

  private static boolean isWhole(List<String> headers, String body) {
    return header(headers, "content-length")
        .map(length -> length.equals(String.valueOf(body.length())))
        .orElse(false);
  }

  private static Optional<String> header(List<String> headers, String name) {
    String start = name + ":";
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }
}
