package dev.spendweir.benchmarks.store;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One row of the table: what is measured, and what it is measured against. */
enum Scenario {
    TPCB_8("TPC-B, 8 clients", null),
    TPCB_32("TPC-B, 32 clients", null),
    HOT_64("one hot tenant, 64 in flight", "3.0 x, p99 <= 1.5 x TPC-B's"),
    HOT_16("one hot tenant, 16 in flight", "2.0 x, p99 <= TPC-B's"),
    MANY_256("64 tenants, 256 in flight", "2.5 x, p99 <= 40 ms"),
    OVERLOAD_1000("one hot tenant, 1,000 in flight", ">= 0.8 of the best"),
    REPLICAS_64("one hot tenant, two servers, 64 in flight", null),
    REPLICAS_MANY_64("16 tenants, two servers, 64 in flight", null),
    HTTP_HOT_64("HTTP, one tenant, 64 connections", "1.5 x, p99 <= 50 ms"),
    HTTP_MANY_64("HTTP, 64 tenants, 64 connections", "1.5 x, p99 <= 50 ms"),
    HTTP_SINGLE("HTTP, one call at a time", "p50 <= 3 ms");

    private final String title;
    private final @Nullable String bound;

    Scenario(String title, @Nullable String bound) {
        this.title = title;
        this.bound = bound;
    }

    String title() {
        return title;
    }

    /** What must hold, in words; null: nothing. */
    @Nullable
    String bound() {
        return bound;
    }

    /** Its name on the command line and in the JSON. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isLibrary() {
        return this == HOT_64 || this == HOT_16 || this == MANY_256 || this == OVERLOAD_1000;
    }

    /** Whether calls go to one of two servers, both in this process. */
    boolean isReplicas() {
        return this == REPLICAS_64 || this == REPLICAS_MANY_64;
    }

    boolean isHttp() {
        return this == HTTP_HOT_64 || this == HTTP_MANY_64 || this == HTTP_SINGLE;
    }
}
