/** The life of holds after the gate made them: confirmed, released, reconciled, swept (spec 3.2). */
@NullMarked
package dev.spendweir.server.store.holds;

import org.jspecify.annotations.NullMarked;
