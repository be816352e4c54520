package dev.spendweir.vectors;

/** How much of the vectors is run (spec 8). */
public enum VectorProfile {
    /** Runs in every build. */
    P0("p0"),
    /** All of them. */
    FULL("full");

    private final String wireName;

    VectorProfile(String wireName) {
        this.wireName = wireName;
    }

    /** The name in a vector and on the command line. */
    public String wireName() {
        return wireName;
    }

    /** Whether a run of this profile has the vectors of that one. */
    public boolean includes(VectorProfile other) {
        return this == FULL || other == P0;
    }

    static VectorProfile of(String wireName) {
        for (VectorProfile profile : values()) {
            if (profile.wireName.equals(wireName)) {
                return profile;
            }
        }
        throw new IllegalArgumentException("no profile is called " + wireName);
    }
}
