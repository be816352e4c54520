/** What a decision read: costs, usage, budget and credits at one moment (spec 1.4). */
@NullMarked
package dev.spendweir.snapshot;

import org.jspecify.annotations.NullMarked;
