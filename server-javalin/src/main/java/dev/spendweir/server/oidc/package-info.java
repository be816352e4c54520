/**
 * Bearer tokens of identity providers (spec 4.1): which issuers are trusted, how their signatures are verified, and what their
 * claims mean here.
 */
@NullMarked
package dev.spendweir.server.oidc;

import org.jspecify.annotations.NullMarked;
