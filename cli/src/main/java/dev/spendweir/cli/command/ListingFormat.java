package dev.spendweir.cli.command;

import java.util.Locale;

/** How commands other than the gate print their results. */
enum ListingFormat {
    /** For people. */
    TEXT,
    /** For programs. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
