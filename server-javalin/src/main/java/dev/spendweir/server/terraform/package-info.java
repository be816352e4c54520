/** What the gate is asked about a Terraform run, whoever brings the plan (spec 5.1). */
@NullMarked
package dev.spendweir.server.terraform;

import org.jspecify.annotations.NullMarked;
