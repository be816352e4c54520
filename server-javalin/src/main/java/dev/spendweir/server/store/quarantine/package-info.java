/** Quarantine of broken chains (spec 3.3): who finds them, who closes it, and what was acknowledged. */
@NullMarked
package dev.spendweir.server.store.quarantine;

import org.jspecify.annotations.NullMarked;
