/** The conformance protocol of the built-in engine: one JSON line in, one out (spec 8). */
@NullMarked
package dev.spendweir.vectors;

import org.jspecify.annotations.NullMarked;
