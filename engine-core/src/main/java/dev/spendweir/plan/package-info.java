/**
 * Terraform plans and Infracost outputs: reading, redaction, digests, the summary of a change and its price (spec 5.1).
 * Pure functions from bytes; docs/terraform.md describes them for users.
 */
@NullMarked
package dev.spendweir.plan;

import org.jspecify.annotations.NullMarked;
