package dev.spendweir.policy;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.Actions;
import dev.spendweir.policy.PolicyDocument.AnomalySettings;
import dev.spendweir.policy.PolicyDocument.Basis;
import dev.spendweir.policy.PolicyDocument.Budgets;
import dev.spendweir.policy.PolicyDocument.Ceilings;
import dev.spendweir.policy.PolicyDocument.ContextSettings;
import dev.spendweir.policy.PolicyDocument.Credits;
import dev.spendweir.policy.PolicyDocument.DataQuality;
import dev.spendweir.policy.PolicyDocument.Environments;
import dev.spendweir.policy.PolicyDocument.ForecastMethod;
import dev.spendweir.policy.PolicyDocument.Guard;
import dev.spendweir.policy.PolicyDocument.Modes;
import dev.spendweir.policy.PolicyDocument.PerClass;
import dev.spendweir.policy.PolicyDocument.Reservations;
import dev.spendweir.policy.PolicyDocument.SourceModes;
import dev.spendweir.policy.PolicyDocument.Thresholds;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Source;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The small objects of a policy, each with its names, types, ranges and defaults as in the table of spec 1.3. */
final class PolicySections {

    private static final List<String> DEFAULT_PROD_ALIASES = List.of("prod", "production", "prd", "live");

    private PolicySections() {}

    static Environments environments(ObjectReader in) {
        return new Environments(
                or(in.field("prod_aliases").list(alias -> alias.text(PolicyTexts.ALIAS)), DEFAULT_PROD_ALIASES),
                in.field("nonprod_aliases").list(alias -> alias.text(PolicyTexts.ALIAS)));
    }

    static Modes modes(ObjectReader in) {
        Mode byDefault = or(mode(in.field("default")), Mode.SOFT);
        Map<Source, SourceModes> bySource = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
            bySource.put(source, in.field(source.wireName()).object(PolicySections::sourceModes));
        }
        return new Modes(byDefault, bySource);
    }

    private static SourceModes sourceModes(ObjectReader in) {
        return new SourceModes(mode(in.field("default")), mode(in.field("prod")), mode(in.field("nonprod")));
    }

    private static @Nullable Mode mode(FieldReader field) {
        return field.word(Mode.values(), Mode::wireName);
    }

    static Thresholds thresholds(ObjectReader in) {
        FieldReader autoApprove = in.field("auto_approve_up_to");
        Amount upTo = or(autoApprove.nonNegativeAmount(), Amount.ZERO);
        Amount hardDeny = in.field("hard_deny_above").nonNegativeAmount();
        if (hardDeny != null && upTo.compareTo(hardDeny) > 0) {
            autoApprove.refuse(
                    "what is approved by itself (" + upTo + ") must not exceed hard_deny_above, " + hardDeny);
        }
        return new Thresholds(upTo, hardDeny);
    }

    static Ceilings ceilings(ObjectReader in) {
        Amount plan = in.field("plan_monthly").nonNegativeAmount();
        FieldReader enterpriseField = in.field("enterprise_monthly");
        Amount enterprise = enterpriseField.nonNegativeAmount();
        if (plan != null && enterprise != null && enterprise.compareTo(plan) < 0) {
            enterpriseField.refuse(
                    "the enterprise ceiling (" + enterprise + ") must be at least plan_monthly, " + plan);
        }
        return new Ceilings(plan, enterprise, or(basis(in), Basis.COMMITMENTS));
    }

    static Budgets budgets(ObjectReader in) {
        return new Budgets(or(basis(in), Basis.COMMITMENTS), or(guard(in, "missing"), Guard.ALLOW));
    }

    static DataQuality dataQuality(ObjectReader in) {
        return new DataQuality(
                or(guard(in, "unpriced"), Guard.REQUIRE_APPROVAL),
                or(guard(in, "stale"), Guard.REQUIRE_APPROVAL),
                or(guard(in, "unavailable"), Guard.REQUIRE_APPROVAL),
                or(in.field("stale_after_days").integer(1, 60), 7));
    }

    static Credits credits(ObjectReader in) {
        return new Credits(or(in.field("emergency_requires_approval").bool(), false));
    }

    /** A switch that is on in production and off elsewhere unless said otherwise. */
    static PerClass onInProd(ObjectReader in) {
        return new PerClass(
                or(in.field("prod").bool(), true), or(in.field("nonprod").bool(), false));
    }

    static ContextSettings context(ObjectReader in) {
        ForecastMethod method = in.field("forecast_method").word(ForecastMethod.values(), ForecastMethod::wireName);
        return new ContextSettings(
                or(method, ForecastMethod.ROBUST_WEEKDAY),
                or(in.field("baseline_days").integer(7, 90), 28),
                in.field("anomaly").object(PolicySections::anomaly));
    }

    private static AnomalySettings anomaly(ObjectReader in) {
        return new AnomalySettings(
                or(in.field("min_percent").nonNegativeAmount(), units(30)),
                or(in.field("min_delta").nonNegativeAmount(), units(10)),
                or(in.field("mad_multiplier").nonNegativeAmount(), units(4)));
    }

    static Reservations reservations(ObjectReader in) {
        return new Reservations(or(in.field("ttl_seconds").integer(1, Integer.MAX_VALUE), 604_800));
    }

    static Actions actions(ObjectReader in) {
        return new Actions(
                or(in.field("max_attempts").integer(1, Integer.MAX_VALUE), 3),
                or(in.field("retry_backoff_seconds").integer(0, Integer.MAX_VALUE), 30),
                or(in.field("lease_ttl_seconds").integer(1, Integer.MAX_VALUE), 300));
    }

    private static @Nullable Basis basis(ObjectReader in) {
        return in.field("basis").word(Basis.values(), Basis::wireName);
    }

    private static @Nullable Guard guard(ObjectReader in, String name) {
        return in.field(name).word(Guard.values(), Guard::wireName);
    }

    static Amount units(long units) {
        return Amount.ofMicros(units * Amount.MICROS_PER_UNIT);
    }
}
