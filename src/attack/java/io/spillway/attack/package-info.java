/**
 * Attacks a node of its own by what anybody, or any client, may send and read, while an
 * administrator works: {@link io.spillway.attack.AttackRun} runs one {@link
 * io.spillway.attack.Attack} after the other on {@link io.spillway.attack.AttackedNodes}, {@link
 * io.spillway.attack.AdminWork} is the work.
 */
@NullMarked
package io.spillway.attack;

import org.jspecify.annotations.NullMarked;
