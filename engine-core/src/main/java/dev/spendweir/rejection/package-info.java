/**
 * Typed refusals of bad input: one closed list of codes, findings with JSON pointers, one exception that carries them
 * (spec 1.2, 1.3, 4.3).
 */
@NullMarked
package dev.spendweir.rejection;

import org.jspecify.annotations.NullMarked;
