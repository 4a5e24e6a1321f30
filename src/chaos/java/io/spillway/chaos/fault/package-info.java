/**
 * What goes wrong, and when. A {@link io.spillway.chaos.fault.FaultSchedule} draws one {@link
 * io.spillway.chaos.fault.PlannedFault} fault after the other from a seed; each {@link
 * io.spillway.chaos.fault.FaultKind} knows how to inflict it on a {@link
 * io.spillway.chaos.fault.FaultContext}, and to make good again.
 */
@NullMarked
package io.spillway.chaos.fault;

import org.jspecify.annotations.NullMarked;
