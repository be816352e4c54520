/** Calls that the server itself makes: only to hosts that the configuration names, bounded in time and size. */
@NullMarked
package dev.spendweir.server.outgoing;

import org.jspecify.annotations.NullMarked;
