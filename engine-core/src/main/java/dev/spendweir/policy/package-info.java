/** The policy document {@code spendweir.policy/v1}: reading, defaults, canonical form, lint, rules (spec 1.3, 1.6). */
@NullMarked
package dev.spendweir.policy;

import org.jspecify.annotations.NullMarked;
