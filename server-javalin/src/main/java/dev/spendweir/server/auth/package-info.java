/**
 * Who calls and what a credential may touch (spec 4.1).
 */
@NullMarked
package dev.spendweir.server.auth;

import org.jspecify.annotations.NullMarked;
