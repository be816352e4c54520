package dev.spendweir.server.store.bundle;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.money.NewCredit;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a tenant as one document (spec 3.4): its policy, budgets and what is left of its credits. The same
 * configuration gives the same bytes: canonical JSON, budgets by project, credits by id, no time and no name of the making.
 *
 * @param policy null: the tenant never had one, and lives by the defaults
 */
public record ConfigBundle(@Nullable Policy policy, List<Budget> budgets, List<Credit> credits) {
    /** The schema id; another one is refused. */
    public static final String SCHEMA = "spendweir.config/v1";

    public ConfigBundle {
        budgets = List.copyOf(budgets);
        credits = List.copyOf(credits);
    }

    /**
     * What a project may commit to in a month.
     *
     * @param monthlyLimit at least 0
     */
    public record Budget(String projectId, Amount monthlyLimit) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("project_id", projectId)
                    .put("monthly_limit", Amount.toJson(monthlyLimit))
                    .build();
        }
    }

    /**
     * A credit with what remained of it.
     *
     * @param grantId stays the credit's id wherever it is imported, so that none is granted twice
     */
    public record Credit(UUID grantId, NewCredit grant) {
        JsonObject toJson() {
            Instant expiresAt = grant.expiresAt();
            return JsonObject.builder()
                    .put("grant_id", grantId.toString())
                    .put("pool", grant.pool().wireName())
                    .put("project_id", grant.projectId())
                    .put("amount", Amount.toJson(grant.amount()))
                    .put("priority", grant.priority())
                    .put("expires_at", expiresAt == null ? null : ClockTime.format(expiresAt))
                    .put("note", grant.note())
                    .build();
        }
    }

    /** The document. */
    public JsonObject toJson() {
        TreeMap<String, Budget> byProject = new TreeMap<>();
        budgets.forEach(budget -> byProject.put(budget.projectId(), budget));
        TreeMap<String, Credit> byId = new TreeMap<>();
        credits.forEach(credit -> byId.put(credit.grantId().toString(), credit));
        Policy stored = policy;
        return JsonObject.builder()
                .put("schema", SCHEMA)
                .put("policy", stored == null ? JsonNull.NULL : stored.canonicalJson())
                .put("budgets", JsonArray.of(byProject.values().stream().map(Budget::toJson)))
                .put("credits", JsonArray.of(byId.values().stream().map(Credit::toJson)))
                .build();
    }

    /** Its bytes. */
    public byte[] bytes() {
        return CanonicalJson.bytes(toJson());
    }

    /** SHA-256 of its bytes, lower-case hex. */
    public String sha256() {
        return CanonicalJson.sha256(toJson());
    }

    /**
     * Reads a bundle.
     *
     * @throws RejectedException {@code CONFIG_SCHEMA_UNSUPPORTED} alone for another schema; else all findings, those of the
     *     policy below {@code /policy}
     */
    public static ConfigBundle read(JsonObject json) {
        if (!(json.get("schema") instanceof JsonString schema)
                || !schema.value().equals(SCHEMA)) {
            throw new RejectedException(
                    ErrorCode.CONFIG_SCHEMA_UNSUPPORTED, "/schema", "this version reads " + SCHEMA + " only");
        }
        List<Finding> all = new ArrayList<>();
        Policy policy = policy(json.getNonNull("policy"), all);
        Findings findings = new Findings();
        ConfigBundle rest = ObjectReader.document(json.without("policy"), ReadingCodes.REQUEST, findings, in -> {
            in.field("schema").text(TextRules.name(1, 64));
            return new ConfigBundle(
                    null,
                    or(in.field("budgets").required().list(each -> each.objectOrNull(ConfigBundle::budget)), List.of()),
                    or(
                            in.field("credits").required().list(each -> each.objectOrNull(ConfigBundle::credit)),
                            List.of()));
        });
        addTo(all, findings);
        refuseRepeats(rest, all);
        if (!all.isEmpty()) {
            throw new RejectedException(all);
        }
        return new ConfigBundle(policy, rest.budgets(), rest.credits());
    }

    private static void addTo(List<Finding> all, Findings findings) {
        try {
            findings.throwIfAny();
        } catch (RejectedException e) {
            all.addAll(e.findings());
        }
    }

    private static @Nullable Policy policy(@Nullable JsonValue document, List<Finding> all) {
        if (document == null) {
            return null;
        }
        try {
            return PolicyReader.read(document);
        } catch (RejectedException e) {
            e.findings()
                    .forEach(finding ->
                            all.add(new Finding(finding.code(), "/policy" + finding.pointer(), finding.detail())));
            return null;
        }
    }

    private static @Nullable Budget budget(ObjectReader in) {
        String project = in.field("project_id").required().text(Grant.NAME);
        Amount limit = in.field("monthly_limit").required().nonNegativeAmount();
        return project == null || limit == null ? null : new Budget(project, limit);
    }

    private static @Nullable Credit credit(ObjectReader in) {
        UUID id = in.field("grant_id").required().parsed(ConfigBundle::id);
        CreditPool pool = in.field("pool").required().word(CreditPool.values(), CreditPool::wireName);
        String project = in.field("project_id").text(Grant.NAME);
        Amount amount = in.field("amount").required().nonNegativeAmount();
        if (amount != null && !amount.isPositive()) {
            in.field("amount").refuse("must be above 0");
        }
        Integer priority = in.field("priority").required().integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
        Instant expiresAt = in.field("expires_at").parsed(ClockTime::parse);
        String note = in.field("note").text(TextRules.name(1, NewCredit.MAX_NOTE));
        return id == null || pool == null || amount == null || !amount.isPositive() || priority == null
                ? null
                : new Credit(id, new NewCredit(pool, project, amount, priority, expiresAt, note));
    }

    private static UUID id(String text) {
        return UuidV7.parse(text)
                .orElseThrow(() -> new RejectedException(ErrorCode.INVALID_FIELD, "the id of a credit is a UUID"));
    }

    private static void refuseRepeats(ConfigBundle read, List<Finding> all) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < read.budgets().size(); i++) {
            if (!seen.add(read.budgets().get(i).projectId())) {
                all.add(new Finding(ErrorCode.INVALID_FIELD, "/budgets/" + i + "/project_id", "stands there twice"));
            }
        }
        for (int i = 0; i < read.credits().size(); i++) {
            if (!seen.add(read.credits().get(i).grantId())) {
                all.add(new Finding(ErrorCode.INVALID_FIELD, "/credits/" + i + "/grant_id", "stands there twice"));
            }
        }
    }
}
