/** The gate's PostgreSQL: its transaction, its tables, and the settling of holds (spec 3.1, 3.2). */
@NullMarked
package dev.spendweir.server.store.decisions;

import org.jspecify.annotations.NullMarked;
