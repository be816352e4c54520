package dev.spendweir.ledger;

import dev.spendweir.canonical.CanonicalScan;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.List;

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

    /** Members that stores repeat beside an entry. */
    private final List<Member> columns = List.of(
            new Member("entry_id"), new Member("entry_type"), new Member("event_time"), new Member("subject_id"));

    private final byte[] tenantId;
    private final byte[] chain;
    private final CanonicalScan scan = new CanonicalScan();
    private byte[] read = new byte[0];
    private long sequence;
    private int payloadFrom;
    private int payloadTo;

    EntryScan(String tenantId, Chain chain) {
        this.tenantId = quoted(tenantId);
        this.chain = quoted(chain.wireName());
    }

    /** Where the value of a member is in the entry that was read; nowhere when it is empty. */
    private static final class Member {
        private final String text;
        private final byte[] name;
        private int from;
        private int to;

        private Member(String text) {
            this.text = text;
            this.name = ascii(text);
        }
    }

    /** Whether the bytes are the canonical form of an entry of this chain with a sequence. */
    boolean read(byte[] entry) {
        scan.begin(entry, 0, entry.length);
        read = entry;
        if (!scan.enterObject()) {
            return false;
        }
        int found = 0;
        sequence = 0;
        payloadFrom = 0;
        payloadTo = 0;
        for (Member column : columns) {
            column.to = column.from;
        }
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
            } else {
                keep();
            }
        }
        return found == 3 && sequence > 0 && scan.isAtEnd();
    }

    private void keep() {
        for (Member column : columns) {
            if (scan.hasName(column.name)) {
                column.from = scan.valueFrom();
                column.to = scan.position();
                return;
            }
        }
    }

    /** Whether a column's member of an entry is this text; sure of a yes alone, and only when the entry was read last. */
    boolean says(byte[] entry, String name, String text) {
        if (entry != read) {
            return false;
        }
        for (Member column : columns) {
            if (column.text.equals(name)) {
                return isPlain(entry, column.from, column.to, text);
            }
        }
        return false;
    }

    /** Whether a canonical value is a text that is written as it is: each character a byte, nothing escaped. */
    private static boolean isPlain(byte[] json, int from, int to, String text) {
        if (to - from != text.length() + 2 || json[from] != '"') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (json[from + 1 + i] != c || c == '\\') {
                return false;
            }
        }
        return true;
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
