package dev.spendweir.canonical;

import org.jspecify.annotations.Nullable;

/** A member's name in canonical form, prepared once for a {@link CanonicalWriter} on the hot path. Immutable. */
public final class MemberName {
    /** Names that are remembered; a power of two, several times as many as there are in what is written all the time. */
    private static final int REMEMBERED = 1024;

    /** Longer ones are no names of ours. */
    private static final int MAX_REMEMBERED_LENGTH = 64;

    /** By hash. Races are harmless: what is read is a whole name, and is compared. */
    private static final @Nullable MemberName[] KNOWN = new MemberName[REMEMBERED];

    private final String name;
    private final byte[] quotedWithColon;

    private MemberName(String name) {
        this.name = name;
        this.quotedWithColon = new CanonicalWriter(name.length() + 3).quotedWithColon(name);
    }

    /** Prepares a name. */
    public static MemberName of(String name) {
        return new MemberName(name);
    }

    /** The name as it was prepared before, or is now and for good; null when others came first. */
    static @Nullable MemberName known(String name) {
        int slot = name.hashCode() & (REMEMBERED - 1);
        MemberName known = KNOWN[slot];
        if (known == null && name.length() <= MAX_REMEMBERED_LENGTH) {
            known = new MemberName(name);
            KNOWN[slot] = known;
        }
        return known != null && known.name.equals(name) ? known : null;
    }

    byte[] quotedWithColon() {
        return quotedWithColon;
    }
}
