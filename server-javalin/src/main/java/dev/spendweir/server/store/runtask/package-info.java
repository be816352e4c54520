/** Run tasks and their queue on PostgreSQL. */
@NullMarked
package dev.spendweir.server.store.runtask;

import org.jspecify.annotations.NullMarked;
