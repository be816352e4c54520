package dev.spendweir.server.auth;

import dev.spendweir.vocabulary.Role;

/**
 * The permissions that the server itself asks for, and the lowest role that has each without a grant (spec 2.1, 4.1). Policies
 * ask for further ones, whose names are theirs to choose; see {@link PermissionNames}.
 */
public enum Permission {
    /** Asking in another requester's name. */
    GATE_ON_BEHALF_OF("gate.on_behalf_of", Role.ADMIN),
    /** Posting cost data. */
    INGEST("ingest", Role.ADMIN),
    /** Asking the gate for run tasks of HCP Terraform. */
    GATE_RUN_TASK("gate.run_task", Role.ADMIN);

    private final String wireName;
    private final Role impliedFrom;

    Permission(String wireName, Role impliedFrom) {
        this.wireName = wireName;
        this.impliedFrom = impliedFrom;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** Whether the role has it without a grant. */
    boolean impliedBy(Role role) {
        return role.compareTo(impliedFrom) >= 0;
    }
}
