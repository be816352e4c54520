/** What a pipeline does with an approval: finds it, waits for people, and uses what they agreed to, once (spec 2.2, 5.1). */
@NullMarked
package dev.spendweir.cli.approval;

import org.jspecify.annotations.NullMarked;
