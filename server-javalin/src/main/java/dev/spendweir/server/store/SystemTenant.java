package dev.spendweir.server.store;

/** The reserved tenant of those who operate the server (spec 4.1). */
public final class SystemTenant {
    /** Its id. */
    public static final String ID = "spendweir-system";

    private SystemTenant() {}

    /** Whether this is its id. */
    public static boolean is(String tenantId) {
        return ID.equals(tenantId);
    }
}
