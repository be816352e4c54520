package dev.spendweir.server.http;

/** The currency of a tenant's policy, which prices must be in. */
@FunctionalInterface
interface PolicyCurrency {
    String of(String tenantId);
}
