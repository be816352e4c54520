package dev.spendweir.canonical;

/** A member's name in canonical form, prepared once for a {@link CanonicalWriter} on the hot path. Immutable. */
public final class MemberName {

    private final byte[] quotedWithColon;

    private MemberName(byte[] quotedWithColon) {
        this.quotedWithColon = quotedWithColon;
    }

    /** Prepares a name. */
    public static MemberName of(String name) {
        return new MemberName(new CanonicalWriter(name.length() + 3).name(name).toBytes());
    }

    byte[] quotedWithColon() {
        return quotedWithColon;
    }
}
