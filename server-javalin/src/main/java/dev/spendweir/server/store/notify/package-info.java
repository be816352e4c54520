/** Endpoints of notifications, their queue and all dead letters, on PostgreSQL. */
@NullMarked
package dev.spendweir.server.store.notify;

import org.jspecify.annotations.NullMarked;
