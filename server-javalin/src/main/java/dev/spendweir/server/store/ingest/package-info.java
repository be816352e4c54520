/** Cost data that comes in (spec 5.4). */
@NullMarked
package dev.spendweir.server.store.ingest;

import org.jspecify.annotations.NullMarked;
