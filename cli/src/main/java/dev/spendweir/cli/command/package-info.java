/**
 * The commands: what a user may write, and what each does with it. Options say what they mean in their own help text;
 * the work is done by the packages beside this one.
 */
@NullMarked
package dev.spendweir.cli.command;

import org.jspecify.annotations.NullMarked;
