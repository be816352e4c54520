/**
 * Money that is held for a change before it happens, and what becomes of it (spec 3.2, 10 R1-R12): the parts of a hold,
 * grants and their balance, settling, and the laws that no step may break. Pure functions over immutable values.
 */
@NullMarked
package dev.spendweir.reservation;

import org.jspecify.annotations.NullMarked;
