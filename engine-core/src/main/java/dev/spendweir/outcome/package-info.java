/** From facts to an answer: checks, modes, reservation plan, routing, fail-safe, explanation (spec 1.8). */
@NullMarked
package dev.spendweir.outcome;

import org.jspecify.annotations.NullMarked;
