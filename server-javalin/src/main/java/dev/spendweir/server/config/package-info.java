/**
 * The server's configuration: one YAML file, environment variables and overrides become one checked, typed value (spec 9.1).
 */
@NullMarked
package dev.spendweir.server.config;

import org.jspecify.annotations.NullMarked;
