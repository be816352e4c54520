package dev.spendweir.ledger;

import dev.spendweir.canonical.CanonicalScan;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;

/**
 * Finds what verification needs in the canonical bytes of a chain's entries, in one pass. Says yes to entries of this chain
 * only, and only where it is sure; whatever is wrong with another is for the long way to say. Not thread-safe.
 */
final class EntryScan {
    private static final byte[] CHAIN = ascii("chain");
    private static final byte[] PAYLOAD_SHA256 = ascii("payload_sha256");
    private static final byte[] SCHEMA = ascii("schema");
    private static final byte[] SEQUENCE = ascii("sequence");
    private static final byte[] TENANT_ID = ascii("tenant_id");

    private static final byte[] SCHEMA_ID = quoted(LedgerEntry.SCHEMA);

    private final byte[] tenantId;
    private final byte[] chain;
    private final CanonicalScan scan = new CanonicalScan();
    private long sequence;
    private int payloadFrom;
    private int payloadTo;

    EntryScan(String tenantId, Chain chain) {
        this.tenantId = quoted(tenantId);
        this.chain = quoted(chain.wireName());
    }

    /** Whether the bytes are the canonical form of an entry of this chain with a sequence. */
    boolean read(byte[] entry) {
        scan.begin(entry, 0, entry.length);
        if (!scan.enterObject()) {
            return false;
        }
        int found = 0;
        sequence = 0;
        payloadFrom = 0;
        payloadTo = 0;
        while (!scan.leaveObject()) {
            if (!scan.member()) {
                return false;
            }
            // Canonical members come in the order of their names, so each is there at most once.
            if (scan.hasName(CHAIN)) {
                found += scan.hasValue(chain) ? 1 : 0;
            } else if (scan.hasName(PAYLOAD_SHA256)) {
                payloadFrom = scan.valueFrom();
                payloadTo = scan.position();
            } else if (scan.hasName(SCHEMA)) {
                found += scan.hasValue(SCHEMA_ID) ? 1 : 0;
            } else if (scan.hasName(SEQUENCE)) {
                sequence = whole(entry, scan.valueFrom(), scan.position());
            } else if (scan.hasName(TENANT_ID)) {
                found += scan.hasValue(tenantId) ? 1 : 0;
            }
        }
        return found == 3 && sequence > 0 && scan.isAtEnd();
    }

    /** The sequence of the entry that was read, at least 1. */
    long sequence() {
        return sequence;
    }

    /** Whether the entry that was read says that its payload has this hash. */
    boolean hasPayloadHash(byte[] entry, byte[] hash) {
        if (payloadTo - payloadFrom != 2 * hash.length + 2 || entry[payloadFrom] != '"') {
            return false;
        }
        for (int i = 0; i < hash.length; i++) {
            int at = payloadFrom + 1 + 2 * i;
            if (entry[at] != digit(hash[i] >> 4) || entry[at + 1] != digit(hash[i])) {
                return false;
            }
        }
        return true;
    }

    private static int digit(int value) {
        int low = value & 0xF;
        return low < 10 ? '0' + low : 'a' + low - 10;
    }

    /** A whole number of at most 15 digits; 0 when the value is none or negative. */
    private static long whole(byte[] json, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            if (json[i] < '0' || json[i] > '9') {
                return 0;
            }
            value = value * 10 + json[i] - '0';
        }
        return value;
    }

    /** Nothing for what no canonical text can say: no entry is such a tenant's. */
    private static byte[] quoted(String text) {
        try {
            return new CanonicalWriter().string(text).toBytes();
        } catch (RejectedException e) {
            return new byte[0];
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
