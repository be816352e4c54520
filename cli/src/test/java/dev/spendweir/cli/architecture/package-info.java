/** That nothing depends on the command line, and the proof that the rule can fail. */
@NullMarked
package dev.spendweir.cli.architecture;

import org.jspecify.annotations.NullMarked;
