/** People decide approval requests, pipelines use them (spec 2.1, 2.2). */
@NullMarked
package dev.spendweir.server.review;

import org.jspecify.annotations.NullMarked;
