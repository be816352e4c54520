package dev.spendweir.server.store.people;

import java.util.Set;

/** Names that no caller may take. */
public final class ReservedActors {
    /** The server itself, in ledger entries that no caller caused. */
    public static final String SYSTEM = "service:spendweir";

    /** The server's clockwork: what ends because its time has come. */
    public static final String SWEEPER = "service:sweeper";

    /** The server's watch over its ledgers. */
    public static final String QUARANTINE = "service:quarantine";

    /** Who sends notifications, and switches an endpoint off whose receiver is gone. */
    public static final String NOTIFIER = "service:notifier";

    /** What the names of service identities begin with (spec 4.1); a token may not make itself one. */
    public static final String SERVICE_PREFIX = "service:";

    private static final Set<String> RESERVED = Set.of(SYSTEM, SWEEPER, QUARANTINE, NOTIFIER);

    private ReservedActors() {}

    /** Whether the name is the server's own. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** Whether the name is that of a service. */
    public static boolean isServiceName(String name) {
        return name.startsWith(SERVICE_PREFIX);
    }
}
