package io.spillway.engine.actor;

import com.github.f4b6a3.ksuid.KsuidCreator;

/** Generates ids of resolutions: unique, and rising with time. */
final class ResolutionIds {
  private ResolutionIds() {}

  static String next() {
    return KsuidCreator.getKsuid().toString();
  }
}
