/** The gate's whole way on a real PostgreSQL, measured beside pgbench; run by {@code benchmarks/run-store}. */
@NullMarked
package dev.spendweir.benchmarks.store;

import org.jspecify.annotations.NullMarked;
