/**
 * Where a call comes from: the CI system's run and attempt, the change that is asked about, and the Terraform state,
 * read from environment variables, the event file and git (spec 5.1, "CLI for CI").
 */
@NullMarked
package dev.spendweir.cli.ci;

import org.jspecify.annotations.NullMarked;
