/**
 * Signed notes (C2SP signed-note): a text with Ed25519 signatures, the keys that made them and the form in which a public
 * key is handed to an auditor. Checkpoints of the ledger (spec 3.3) are such notes. Pure; keys are arguments.
 */
@NullMarked
package dev.spendweir.note;

import org.jspecify.annotations.NullMarked;
