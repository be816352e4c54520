/**
 * The demonstration: a whole server with sample data, real calls over HTTP, and each step checked, so that it is a smoke
 * test as well.
 */
@NullMarked
package dev.spendweir.cli.demo;

import org.jspecify.annotations.NullMarked;
