package io.spillway.api.http.route;

/** Requests that share a limit: those of one lane never wait for room in another. */
public enum Lane {
  /** Of nobody known, such as requests for tokens. */
  ANONYMOUS,
  /** Decisions about paused executions, and what is needed to make them. */
  DECISION,
  /** Polls for jobs, which wait without doing anything. */
  POLL,
  /** All others, also limited by client. */
  OTHER
}
