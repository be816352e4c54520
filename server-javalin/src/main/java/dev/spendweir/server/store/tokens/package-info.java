/** The ring of token keys on PostgreSQL. */
@NullMarked
package dev.spendweir.server.store.tokens;

import org.jspecify.annotations.NullMarked;
