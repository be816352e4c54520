package dev.spendweir.server.terraform;

/** The currency of a tenant's policy, which prices must be in. */
@FunctionalInterface
public interface PolicyCurrency {
    /** Its ISO 4217 code. */
    String of(String tenantId);
}
