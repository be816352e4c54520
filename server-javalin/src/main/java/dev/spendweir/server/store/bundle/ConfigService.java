package dev.spendweir.server.store.bundle;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.policy.Policy;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.bundle.ConfigBundle.Budget;
import dev.spendweir.server.store.bundle.ConfigBundle.Credit;
import dev.spendweir.server.store.money.BudgetService;
import dev.spendweir.server.store.money.CreditService;
import dev.spendweir.server.store.policies.PolicyService;
import dev.spendweir.server.store.policies.PolicyVersion;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Exports and imports a tenant's configuration (spec 3.4). An import is one governed transaction: everything in the bundle
 * becomes so, each change with its ledger entry, or nothing does. It adds and sets; it takes nothing away. Thread-safe.
 */
public final class ConfigService {
    private final Database database;
    private final Governance governance;
    private final PolicyService policies;
    private final BudgetService budgets;
    private final CreditService credits;
    private final Clock clock;

    /** The services through which every change goes. */
    public ConfigService(
            Database database,
            Governance governance,
            PolicyService policies,
            BudgetService budgets,
            CreditService credits,
            Clock clock) {
        this.database = database;
        this.governance = governance;
        this.policies = policies;
        this.budgets = budgets;
        this.credits = credits;
        this.clock = clock;
    }

    /**
     * What an import did.
     *
     * @param policyVersion the version in force afterwards
     */
    public record Imported(
            String sha256,
            boolean policyChanged,
            long policyVersion,
            int budgetsChanged,
            int budgetsUnchanged,
            int creditsGranted,
            int creditsUnchanged,
            int creditsExpired) {
        /** As the API shows it. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("bundle_sha256", sha256)
                    .put(
                            "policy",
                            JsonObject.builder()
                                    .put("changed", policyChanged)
                                    .put("version", policyVersion)
                                    .build())
                    .put(
                            "budgets",
                            JsonObject.builder()
                                    .put("changed", budgetsChanged)
                                    .put("unchanged", budgetsUnchanged)
                                    .build())
                    .put(
                            "credits",
                            JsonObject.builder()
                                    .put("granted", creditsGranted)
                                    .put("unchanged", creditsUnchanged)
                                    .put("expired", creditsExpired)
                                    .build())
                    .build();
        }
    }

    /** The configuration as it is at one moment. */
    public ConfigBundle export(String tenantId) {
        Instant now = clock.instant();
        return database.inTenantAtOneMoment(tenantId, handle -> {
            PolicyVersion policy = PolicyService.inForce(handle, tenantId);
            return new ConfigBundle(
                    policy.version() == 0 ? null : policy.policy(),
                    BudgetService.limits(handle, tenantId).entrySet().stream()
                            .map(limit -> new Budget(limit.getKey(), limit.getValue()))
                            .toList(),
                    CreditService.open(handle, tenantId, now).stream()
                            .map(open -> new Credit(open.grantId(), open.left()))
                            .toList());
        });
    }

    /**
     * Makes a bundle so.
     *
     * @throws RejectedException when a part of it cannot be; then nothing of it is
     */
    public Imported apply(Caller caller, ConfigBundle bundle) {
        Imported done = governance.changeMoney(caller, change -> {
            PolicyVersion before = PolicyService.inForce(change.handle(), caller.tenantId());
            Policy policy = bundle.policy();
            boolean policyChanged =
                    policy != null && !policy.sha256().equals(before.policy().sha256());
            long version = policyChanged && policy != null
                    ? PolicyService.put(change, policy, OptionalLong.empty()).version()
                    : before.version();
            int budgetsChanged = 0;
            for (Budget budget : bundle.budgets()) {
                budgetsChanged += budgets.set(change, budget.projectId(), budget.monthlyLimit()) ? 1 : 0;
            }
            int granted = 0;
            int expired = 0;
            for (Credit credit : bundle.credits()) {
                Instant end = credit.grant().expiresAt();
                if (end != null && !end.isAfter(change.time())) {
                    expired++;
                } else {
                    granted += credits.restore(change, credit.grantId(), credit.grant()) ? 1 : 0;
                }
            }
            return new Imported(
                    bundle.sha256(),
                    policyChanged,
                    version,
                    budgetsChanged,
                    bundle.budgets().size() - budgetsChanged,
                    granted,
                    bundle.credits().size() - granted - expired,
                    expired);
        });
        // Read anew, so that this server judges by the imported policy at once.
        policies.current(caller.tenantId());
        return done;
    }
}
