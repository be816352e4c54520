/** The built-in engine against the vectors and against the naive implementation. */
@NullMarked
package dev.spendweir.vectors.engine;

import org.jspecify.annotations.NullMarked;
