package io.spillway.engine.worker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.domain.automation.Refusal;
import java.time.Duration;
import java.util.Optional;

/**
 * The polls of this node that have a request id, until a minute after their answer, so that the
 * same request gets the same jobs again. Thread-safe.
 */
final class RecentPolls {
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** Of answers that are kept, in bytes; beyond that the oldest ones are forgotten. */
  private static final long MAX_BYTES = 64 << 20;

  private static final int OVERHEAD = 1_024;

  private final Cache<String, Recent> recent =
      Caffeine.newBuilder()
          .expireAfterWrite(KEPT)
          .maximumWeight(MAX_BYTES)
          .weigher((String id, Recent poll) -> poll.weight())
          .executor(Runnable::run)
          .build();

  private record Recent(Activation poll, int weight) {}

  /**
   * The poll with the request id of this one.
   *
   * @return this one, if there is none yet or it has no request id
   */
  Activation firstOf(Activation poll) {
    if (poll.request().caller().requestId().isEmpty()) {
      return poll;
    }
    Recent known = recent.get(idOf(poll), id -> new Recent(poll, OVERHEAD));
    if (!known.poll.request().asksAs(poll.request())) {
      throw new Refusal(
              Refusal.Reason.ALREADY_EXISTS,
              "requestId is one that came with another request within the last minute,"
                  + " must be a new one for a new request")
          .asException();
    }
    return known.poll;
  }

  /** The poll is answered: it is kept for a minute from now. */
  void answered(Activation poll, long bytes) {
    recent
        .asMap()
        .computeIfPresent(
            idOf(poll),
            (id, known) ->
                known.poll.equals(poll)
                    ? new Recent(poll, (int) Math.min(Integer.MAX_VALUE, OVERHEAD + bytes))
                    : known);
  }

  /** The poll has no answer, or nobody got it. */
  void forget(Activation poll) {
    Optional.ofNullable(recent.getIfPresent(idOf(poll)))
        .filter(known -> known.poll.equals(poll))
        .ifPresent(known -> recent.asMap().remove(idOf(poll), known));
  }

  private static String idOf(Activation poll) {
    JobRequest.Caller caller = poll.request().caller();
    return caller.clientId() + "\n" + caller.requestId();
  }
}
