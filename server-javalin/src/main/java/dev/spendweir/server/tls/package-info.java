/**
 * TLS of the server itself: a second listener with a certificate, and service identities by client certificates (spec 4.1).
 */
@NullMarked
package dev.spendweir.server.tls;

import org.jspecify.annotations.NullMarked;
