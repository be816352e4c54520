/** Checkpoints and proofs of the chains, in SQL (spec 3.3). */
@NullMarked
package dev.spendweir.server.store.sealing;

import org.jspecify.annotations.NullMarked;
