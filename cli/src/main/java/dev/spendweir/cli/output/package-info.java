/**
 * Shows a gate response to people and to CI systems: text, Markdown, GitHub annotations, JUnit XML, or the JSON as it
 * came. Nothing is decided here; what a plan brings in names is treated as hostile text.
 */
@NullMarked
package dev.spendweir.cli.output;

import org.jspecify.annotations.NullMarked;
