@NullMarked
package dev.spendweir.ledger;

import org.jspecify.annotations.NullMarked;
