/** {@code spendweir terraform apply}: what was approved is what is applied, with nothing in between (spec 5.1). */
@NullMarked
package dev.spendweir.cli.apply;

import org.jspecify.annotations.NullMarked;
