/** Budgets, credits and holds as they are asked for over the API (spec 3.2, 11). */
@NullMarked
package dev.spendweir.server.store.money;

import org.jspecify.annotations.NullMarked;
