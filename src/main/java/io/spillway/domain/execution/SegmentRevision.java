package io.spillway.domain.execution;

/**
 * The version of a segment in the store.
 *
 * @param version number of changes that must be stored
 * @param needsSaving whether the latest of these changes is not known to be stored
 * @param savedSlots slots in use at that change; later ones are in the store as facts only
 */
record SegmentRevision(long version, boolean needsSaving, int savedSlots) {
  SegmentRevision next(int slots) {
    return new SegmentRevision(version + 1, true, slots);
  }

  SegmentRevision saved() {
    return new SegmentRevision(version, false, savedSlots);
  }
}
