/** Exact money: signed 64-bit counts of micro-units (spec 1.1). */
@NullMarked
package dev.spendweir.amount;

import org.jspecify.annotations.NullMarked;
