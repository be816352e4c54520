/** Which package of the server may know what, and the proof that each rule can fail. */
@NullMarked
package dev.spendweir.server.architecture;

import org.jspecify.annotations.NullMarked;
