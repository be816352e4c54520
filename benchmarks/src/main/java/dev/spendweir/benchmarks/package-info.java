/** JMH benchmarks of the engine; run them with {@code benchmarks/run}. */
@NullMarked
package dev.spendweir.benchmarks;

import org.jspecify.annotations.NullMarked;
