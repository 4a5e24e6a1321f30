package io.spillway.engine.actor;

import com.github.f4b6a3.ksuid.KsuidCreator;

/** Makes ids of resolutions: unique, and rising with the time they are made at. */
final class ResolutionIds {
  private ResolutionIds() {}

  static String next() {
    return KsuidCreator.getKsuid().toString();
  }
}
