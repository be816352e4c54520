/** Run tasks of HCP Terraform and Terraform Enterprise (spec 5.1): taken at once, worked on later, answered by a callback. */
@NullMarked
package dev.spendweir.server.runtask;

import org.jspecify.annotations.NullMarked;
