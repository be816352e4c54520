package dev.spendweir.server.http;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.auth.Permission;
import dev.spendweir.server.store.SystemTenant;
import dev.spendweir.vocabulary.Role;

/** Who may call a route (spec 4.1, 11). */
public sealed interface Access {

    /** Anybody, without a credential; the route shows no tenant's data. */
    record Public() implements Access {}

    /** Callers with this role or a higher one. */
    record AtLeast(Role role) implements Access {}

    /** Owners of the system tenant (spec 4.1). */
    record Operator() implements Access {}

    /** Callers who hold this permission. */
    record Holding(Permission permission) implements Access {}

    /** Anybody. */
    static Access anybody() {
        return new Public();
    }

    /** Callers with this role or a higher one. */
    static Access atLeast(Role role) {
        return new AtLeast(role);
    }

    /** Owners of the system tenant. */
    static Access operator() {
        return new Operator();
    }

    /**
     * Lets the caller pass or refuses.
     *
     * @throws RejectedException {@code PERMISSION_MISSING}
     */
    default void check(Identity caller) {
        if (this instanceof AtLeast atLeast && caller.role().compareTo(atLeast.role()) < 0) {
            throw new RejectedException(
                    ErrorCode.PERMISSION_MISSING,
                    "this route needs the role " + atLeast.role().wireName() + " or a higher one; the credential has "
                            + caller.role().wireName());
        }
        if (this instanceof Operator && !(SystemTenant.is(caller.tenantId()) && caller.isAtLeast(Role.OWNER))) {
            throw new RejectedException(
                    ErrorCode.PERMISSION_MISSING, "this route is for operators: owners of tenant " + SystemTenant.ID);
        }
        if (this instanceof Holding holding && !caller.holds(holding.permission())) {
            throw new RejectedException(
                    ErrorCode.PERMISSION_MISSING,
                    "this route needs the permission " + holding.permission().wireName());
        }
    }
}
