package dev.spendweir.policy;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.DeltaBand;
import dev.spendweir.policy.PolicyDocument.RiskClasses;
import dev.spendweir.policy.PolicyDocument.RiskPoints;
import dev.spendweir.policy.PolicyDocument.RiskSettings;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.ObjectReader;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code risk} of a policy (spec 1.3, 1.5, 10 A31). */
final class RiskSection {

    private static final int MAX_POINTS = 100;
    private static final List<String> DEFAULT_VERBS = List.of("destroy", "delete", "replace", "terminate", "drop");
    private static final List<DeltaBand> DEFAULT_BANDS =
            List.of(band(100, 5), band(500, 10), band(1_000, 20), band(5_000, 30), band(10_000, 40));

    private RiskSection() {}

    static RiskSettings read(ObjectReader in) {
        return new RiskSettings(
                in.field("points").object(RiskSection::points),
                bands(in.field("delta_bands")),
                in.field("classes").object(RiskSection::classes),
                or(in.field("destructive_verbs").list(verb -> verb.text(PolicyTexts.VERB)), DEFAULT_VERBS));
    }

    private static RiskPoints points(ObjectReader in) {
        return new RiskPoints(
                or(points(in.field("env_prod")), 20),
                or(points(in.field("forecast_over_plan")), 20),
                or(points(in.field("anomaly_spike")), 15),
                or(points(in.field("destructive_action")), 15),
                or(points(in.field("cost_data_missing")), 10));
    }

    private static @Nullable Integer points(FieldReader field) {
        return field.integer(0, MAX_POINTS);
    }

    private static RiskClasses classes(ObjectReader in) {
        Integer medium = bound(in.field("medium"), 25);
        Integer high = bound(in.field("high"), 50);
        Integer critical = bound(in.field("critical"), 75);
        // Judged as a whole or not at all: with one bound unreadable nobody knows which of the others is meant to move.
        if (medium != null && high != null && critical != null && (medium >= high || high >= critical)) {
            in.refuse("the bounds must ascend: medium " + medium + ", high " + high + ", critical " + critical);
        }
        return new RiskClasses(or(medium, 0), or(high, 0), or(critical, 0));
    }

    /** The bound, given or default; null when it is bad. */
    private static @Nullable Integer bound(FieldReader field, int byDefault) {
        Integer given = points(field);
        return field.isPresent() ? given : Integer.valueOf(byDefault);
    }

    /** A band as it was read; a bad value is null. */
    private record GivenBand(@Nullable Amount min, @Nullable Integer points) {}

    private static List<DeltaBand> bands(FieldReader field) {
        List<GivenBand> given = field.list(element -> element.object(RiskSection::givenBand));
        if (given == null) {
            return DEFAULT_BANDS;
        }
        checkAscending(field, given);
        return given.stream()
                .map(band -> new DeltaBand(or(band.min(), Amount.ZERO), or(band.points(), 0)))
                .toList();
    }

    /** Like the classes, the list is judged only when every {@code min} in it is readable. */
    private static void checkAscending(FieldReader field, List<GivenBand> given) {
        List<Amount> minima =
                given.stream().map(GivenBand::min).filter(Objects::nonNull).toList();
        boolean readable = minima.size() == given.size();
        for (int i = 1; readable && i < minima.size(); i++) {
            Amount lower = minima.get(i - 1);
            Amount upper = minima.get(i);
            if (lower.compareTo(upper) >= 0) {
                field.refuse("min must ascend from band to band, but " + upper + " follows " + lower);
            }
        }
    }

    private static GivenBand givenBand(ObjectReader in) {
        return new GivenBand(
                in.field("min").required().nonNegativeAmount(),
                points(in.field("points").required()));
    }

    private static DeltaBand band(long units, int points) {
        return new DeltaBand(PolicySections.units(units), points);
    }
}
