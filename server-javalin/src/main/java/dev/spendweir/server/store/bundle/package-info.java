/** Bundles of a tenant's configuration: export and import (spec 3.4). */
@NullMarked
package dev.spendweir.server.store.bundle;

import org.jspecify.annotations.NullMarked;
