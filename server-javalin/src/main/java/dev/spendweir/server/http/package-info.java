/**
 * The HTTP surface: routes, bodies, headers, problems (spec 4, 11). Knows Javalin; nothing else in the server does.
 */
@NullMarked
package dev.spendweir.server.http;

import org.jspecify.annotations.NullMarked;
