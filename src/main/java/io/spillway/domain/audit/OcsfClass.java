package io.spillway.domain.audit;

/** The event classes of OCSF 1.x that Spillway writes. */
enum OcsfClass {
  AUTHENTICATION(3002, 3),
  ENTITY_MANAGEMENT(3004, 3),
  API_ACTIVITY(6003, 6);

  /** Activity id for activities unknown to OCSF; such an event has an activity name. */
  static final int OTHER_ACTIVITY = 99;

  private final int uid;
  private final int categoryUid;

  OcsfClass(int uid, int categoryUid) {
    this.uid = uid;
    this.categoryUid = categoryUid;
  }

  int uid() {
    return uid;
  }

  int categoryUid() {
    return categoryUid;
  }

  /** {@code class_uid · 100 + activity_id}, as OCSF defines it. */
  int typeUid(int activityId) {
    return uid * 100 + activityId;
  }
}
