package dev.spendweir.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.spendweir.canonical.JsonReader;
import java.io.IOException;
import java.util.Set;

/**
 * Estimates, before anything is built, what reading the body of a Terraform gate call will hold in memory beside the
 * body's own bytes. A plan is read change by change, so of its changes only the largest counts whole; a body that is
 * hostile rather than large is thereby seen for what it costs. One pass over the bytes, no allocation to speak of; not
 * thread-safe.
 */
final class TreeCost {

    /** A JSON value as an object tree: itself, its text, its place in a list; measured, rounded up. */
    private static final long BYTES_PER_TOKEN = 96;

    /** Texts may hold characters beyond Latin-1, which take two bytes each. */
    private static final long BYTES_PER_CHARACTER = 2;

    /** What stays of a change until the answer: address, type, price, the digest's entry. */
    private static final long BYTES_PER_CHANGE = 2048;

    /** Members of a plan that its reader passes over without building them. */
    private static final Set<String> PASSED_OVER =
            Set.of("planned_values", "prior_state", "configuration", "variables", "resource_drift", "checks");

    /** No limit of its own may end the estimate where the reader that follows goes on. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonReader.MAX_DEPTH + 1)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private long held;

    private TreeCost(JsonParser parser) {
        this.parser = parser;
    }

    /** Bytes of heap; for a text that is no JSON, of the part before its first fault. */
    static long of(byte[] body) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            TreeCost cost = new TreeCost(parser);
            try {
                cost.body();
            } catch (IOException e) {
                // The reader that follows meets the same fault and says so.
                return cost.held;
            }
            return cost.held;
        } catch (IOException e) {
            return 0;
        }
    }

    private void body() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("plan") && parser.currentToken() == JsonToken.START_OBJECT) {
                plan();
            } else {
                held += value();
            }
        }
    }

    private void plan() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("resource_changes") && parser.currentToken() == JsonToken.START_ARRAY) {
                changes();
            } else {
                long cost = value();
                held += PASSED_OVER.contains(name) ? 0 : cost;
            }
        }
    }

    private void changes() throws IOException {
        long largest = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            largest = Math.max(largest, value());
            held += BYTES_PER_CHANGE;
        }
        held += largest;
    }

    /** The cost of the value at the parser's token, which it leaves at the value's last token. */
    private long value() throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        long tokens = 1;
        int open = depth(parser.currentToken());
        while (open > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                break;
            }
            tokens++;
            open += depth(token);
        }
        long characters = parser.currentLocation().getByteOffset() - start;
        return tokens * BYTES_PER_TOKEN + characters * BYTES_PER_CHARACTER;
    }

    private static int depth(JsonToken token) {
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
}
