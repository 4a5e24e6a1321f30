package io.spillway.fuzz;

import io.spillway.contract.AnswerCheck;
import io.spillway.contract.Answered;
import io.spillway.contract.Document;
import io.spillway.contract.PlainPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Says what is wrong with an answer. Thread-safe. */
final class Judge {
  /** Names of classes, packages, files and statements of the server. */
  private static final Pattern INTERNALS =
      Pattern.compile(
          "\\bat [a-z]+\\.[a-z]|Exception\\b|\\bio\\.(spillway|vertx|netty)|\\bjava\\.|\\.java:"
              + "|SQLITE|hazelcast|\\bSELECT .* FROM\\b|NullPointer|StackOverflow|OutOfMemory",
          Pattern.CASE_INSENSITIVE);

  /** What these tell is about the inside. */
  private static final Set<String> TELLING = Set.of("getMetrics", "getOpenApi");

  private final AnswerCheck check;
  private final long patienceMillis;

  Judge(Document document, long patienceMillis) {
    this.check = new AnswerCheck(document);
    this.patienceMillis = patienceMillis;
  }

  /** What is wrong, in words; empty if nothing is. */
  List<String> problems(Shot shot, RawAnswer answer) {
    List<String> problems = new ArrayList<>();
    if (answer.status() >= 500 && answer.status() != 503) {
      problems.add("the status is " + answer.status());
    }
    if (answer.millis() > patienceMillis) {
      problems.add("it took " + answer.millis() + " ms");
    }
    if (!TELLING.contains(shot.operation().id()) && INTERNALS.matcher(answer.text()).find()) {
      problems.add("it tells internals");
    }
    shape(shot, answer.to(shot)).ifPresent(problems::addAll);
    return problems;
  }

  private Optional<List<String>> shape(Shot shot, Answered answered) {
    List<String> problems = check.problems(answered);
    boolean fine =
        problems.isEmpty()
            || (shot.isOdd()
                && (check.unmatched(answered).isEmpty()
                    || check.problems(answered.at(PlainPath.of(shot.path()))).isEmpty()
                    || check.ofOperation(shot.operation(), answered).isEmpty()));
    return fine ? Optional.empty() : Optional.of(problems);
  }
}
