package dev.spendweir.server.http;

import java.util.List;

/**
 * What a route takes as its body.
 *
 * @param mediaTypes lower-case, without parameters; the first is the usual one
 * @param maxBytes largest decoded size
 * @param memoryFactor memory that reading and parsing takes at most, as a multiple of the decoded size
 */
record BodyRule(List<String> mediaTypes, long maxBytes, int memoryFactor) {

    BodyRule {
        mediaTypes = List.copyOf(mediaTypes);
    }
}
