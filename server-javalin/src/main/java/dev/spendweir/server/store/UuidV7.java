package dev.spendweir.server.store;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes UUIDs of version 7 (RFC 9562): sortable by time, and strictly increasing within one process. Thread-safe.
 */
public final class UuidV7 {
    private static final int DRAWN_BYTES = 1024;
    private static final int COUNTER_BITS = 12;
    private static final int COUNTER_LIMIT = 1 << COUNTER_BITS;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    /** Drawn ahead: the generator takes about as long for a thousand bytes as for eight. Guarded by itself. */
    private final byte[] drawn = new byte[DRAWN_BYTES];

    private int used = DRAWN_BYTES;
    private long lastMillis;
    private int counter;

    /** @param clock gives the milliseconds; when it stands still or goes back, the ids go on counting */
    public UuidV7(Clock clock) {
        this.clock = clock;
    }

    /** The next id. */
    public UUID next() {
        long millis;
        int count;
        synchronized (this) {
            long now = clock.millis();
            if (now > lastMillis) {
                lastMillis = now;
                // Begins low, so that many ids fit before the next millisecond has to be borrowed.
                counter = random.nextInt(COUNTER_LIMIT / 4);
            } else if (++counter == COUNTER_LIMIT) {
                lastMillis++;
                counter = 0;
            }
            millis = lastMillis;
            count = counter;
        }
        long high = (millis << 16) | 0x7000L | count;
        long low =
                (ByteBuffer.wrap(randomBytes(Long.BYTES)).getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Random bytes for a salt or a key. */
    public byte[] randomBytes(int length) {
        synchronized (drawn) {
            if (length > drawn.length) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                return bytes;
            }
            if (length > drawn.length - used) {
                random.nextBytes(drawn);
                used = 0;
            }
            byte[] bytes = Arrays.copyOfRange(drawn, used, used + length);
            // What was given out is not kept.
            Arrays.fill(drawn, used, used + length, (byte) 0);
            used += length;
            return bytes;
        }
    }

    /** The UUID that a text writes in the usual form; empty for any other text, which therefore names nothing of ours. */
    public static Optional<UUID> parse(String text) {
        if (text.length() != 36) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
