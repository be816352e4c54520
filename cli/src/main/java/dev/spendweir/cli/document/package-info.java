/** Documents that people write and hand to the command: policies. */
@NullMarked
package dev.spendweir.cli.document;

import org.jspecify.annotations.NullMarked;
