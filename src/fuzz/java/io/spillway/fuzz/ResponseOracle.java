package io.spillway.fuzz;

import io.spillway.contract.AnswerCheck;
import io.spillway.contract.Answered;
import io.spillway.contract.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks a response against the document and the limits. Thread-safe. */
final class ResponseOracle {
  /** Names of classes, packages, files and statements of the server. */
  private static final Pattern INTERNALS =
      Pattern.compile(
          "\\bat [a-z]+\\.[a-z]|Exception\\b|\\bio\\.(spillway|vertx|netty)|\\bjava\\.|\\.java:"
              + "|SQLITE|hazelcast|\\bSELECT .* FROM\\b|NullPointer|StackOverflow|OutOfMemory",
          Pattern.CASE_INSENSITIVE);

  /** Operations whose responses describe internals. */
  private static final Set<String> DESCRIBES_INTERNALS = Set.of("getMetrics", "getOpenApi");

  private final AnswerCheck check;
  private final long timeoutMillis;

  ResponseOracle(Document document, long timeoutMillis) {
    this.check = new AnswerCheck(document);
    this.timeoutMillis = timeoutMillis;
  }

  /** The violations; empty if there are none. */
  List<String> problems(FuzzRequest request, RawResponse answer) {
    List<String> problems = new ArrayList<>();
    if (answer.status() >= 500 && answer.status() != 503) {
      problems.add("the status is " + answer.status());
    }
    if (answer.millis() > timeoutMillis) {
      problems.add("it took " + answer.millis() + " ms");
    }
    if (!DESCRIBES_INTERNALS.contains(request.operation().id())
        && INTERNALS.matcher(answer.text()).find()) {
      problems.add("the body reveals internals");
    }
    shape(request, answer.to(request)).ifPresent(problems::addAll);
    return problems;
  }

  private Optional<List<String>> shape(FuzzRequest request, Answered answered) {
    List<String> problems = check.problems(answered);
    boolean fine =
        problems.isEmpty()
            || (request.isAmbiguous()
                && (check.unmatched(answered).isEmpty()
                    || check.ofOperation(request.operation(), answered).isEmpty()));
    return fine ? Optional.empty() : Optional.of(problems);
  }
}
