package io.spillway.domain.execution;

/**
 * Which stored change this is.
 *
 * @param version how many changes had to reach the store
 * @param needsSaving whether the latest of them is in this segment and not known to be stored
 * @param savedSlots how many slots were in use at that change; the store knows later ones by their
 *     facts only
 */
record SegmentRevision(long version, boolean needsSaving, int savedSlots) {
  SegmentRevision next(int slots) {
    return new SegmentRevision(version + 1, true, slots);
  }

  SegmentRevision saved() {
    return new SegmentRevision(version, false, savedSlots);
  }
}
