package io.spillway.api.auth;

import io.spillway.api.auth.jose.RandomBytes;
import java.util.List;

/** Generates readable client ids: {@code amber-weir-04711@host/pcc}. */
final class ClientIds {
  private static final List<String> ADJECTIVES =
      List.of(
          "amber", "ample", "brisk", "bright", "calm", "clear", "cold", "coral", "deep", "early",
          "fresh", "gentle", "glad", "golden", "green", "hazel", "ivory", "keen", "late", "level",
          "light", "lively", "mellow", "mild", "quick", "quiet", "rapid", "silver", "steady",
          "swift", "tidal", "warm");
  private static final List<String> NOUNS =
      List.of(
          "bank", "basin", "bay", "bend", "brook", "canal", "cascade", "channel", "cove", "creek",
          "current", "dam", "delta", "eddy", "fall", "fjord", "ford", "gate", "harbor", "inlet",
          "lake", "lock", "marsh", "pond", "pool", "reef", "river", "sluice", "spring", "strait",
          "stream", "weir");
  private static final int NUMBERS = 100_000;

  private ClientIds() {}

  static String make(String publicHost) {
    return id(
        "%s-%s-%05d".formatted(pick(ADJECTIVES), pick(NOUNS), RandomBytes.below(NUMBERS)),
        publicHost);
  }

  /** The client id of which {@code name} is the first part. */
  static String id(String name, String publicHost) {
    return name + "@" + publicHost + "/pcc";
  }

  private static String pick(List<String> words) {
    return words.get(RandomBytes.below(words.size()));
  }
}
