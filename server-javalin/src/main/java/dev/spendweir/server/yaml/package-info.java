/**
 * Documents written by people, in YAML or JSON, with the line and column of every value.
 */
@NullMarked
package dev.spendweir.server.yaml;

import org.jspecify.annotations.NullMarked;
