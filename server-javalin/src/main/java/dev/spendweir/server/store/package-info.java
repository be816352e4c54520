/** PostgreSQL: connections, schema, roles, and the adapters that alone know SQL (spec 3). */
@NullMarked
package dev.spendweir.server.store;

import org.jspecify.annotations.NullMarked;
