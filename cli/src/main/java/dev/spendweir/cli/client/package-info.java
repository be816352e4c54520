/** The HTTP client of the commands that talk to a server: one call at a time, bounded in time, safe to repeat. */
@NullMarked
package dev.spendweir.cli.client;

import org.jspecify.annotations.NullMarked;
