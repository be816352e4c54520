/** Deciding stored decisions again (spec 3.3, replay verification). Pure; what was stored is handed in. */
@NullMarked
package dev.spendweir.replay;

import org.jspecify.annotations.NullMarked;
