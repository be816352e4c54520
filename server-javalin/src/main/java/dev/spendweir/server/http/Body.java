package dev.spendweir.server.http;

import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;

/**
 * A body that was read to its end.
 *
 * @param mediaType one of the route's, lower-case
 * @param bytes decoded
 */
@SuppressWarnings("ArrayRecordComponent") // its one reader does not change it; a copy of 50 MB helps nobody
record Body(String mediaType, byte[] bytes) {

    /**
     * The body as one strict JSON value.
     *
     * @throws RejectedException {@code MALFORMED_JSON} or {@code DUPLICATE_KEY}
     */
    JsonValue json() {
        try {
            return JsonReader.read(bytes);
        } catch (JsonSyntaxException e) {
            throw rejected(e);
        }
    }

    /** The rejection for a text that is no JSON; its detail has line and column. */
    static RejectedException rejected(JsonSyntaxException e) {
        ErrorCode code = switch (e.kind()) {
            case DUPLICATE_KEY -> ErrorCode.DUPLICATE_KEY;
            case MALFORMED, TOO_DEEP -> ErrorCode.MALFORMED_JSON;
        };
        return new RejectedException(code, String.valueOf(e.getMessage()));
    }
}
