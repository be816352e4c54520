/** Cost histories as decisions read them (spec 3.1, 5.4). */
@NullMarked
package dev.spendweir.server.store.cost;

import org.jspecify.annotations.NullMarked;
