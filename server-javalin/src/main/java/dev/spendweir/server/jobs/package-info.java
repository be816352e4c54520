/** Work off the request path: each job is a loop of its own that stops with the server (spec 3.2, 3.3). */
@NullMarked
package dev.spendweir.server.jobs;

import org.jspecify.annotations.NullMarked;
