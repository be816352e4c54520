/** Exports of the ledger (spec 3.4). */
@NullMarked
package dev.spendweir.server.store.exports;

import org.jspecify.annotations.NullMarked;
