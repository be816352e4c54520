package dev.spendweir.plan;

import dev.spendweir.amount.Amount;
import dev.spendweir.price.Price;
import dev.spendweir.price.PriceSheet;
import dev.spendweir.price.ResourceAttributes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prices changes by a price sheet (spec 5.1). */
final class SheetPricing {

    private static final Price NOTHING = new Price.Priced(BigDecimal.ZERO, BigDecimal.ZERO, List.of(), List.of());

    private final PriceSheet sheet;
    private final boolean sameCurrency;
    private final @Nullable Map<String, Set<String>> kept;
    private boolean otherCurrency;

    SheetPricing(PriceSheet sheet, String currency, @Nullable Map<String, Set<String>> kept) {
        this.sheet = sheet;
        this.sameCurrency = sheet.currency().equals(currency);
        this.kept = kept;
    }

    /** Whether a price could not be used because it is in another currency. */
    boolean otherCurrency() {
        return otherCurrency;
    }

    ResourcePrice price(ResourceChange change) {
        Price before = hasBefore(change.kind()) ? side(change, change.before()) : NOTHING;
        Price after = hasAfter(change.kind()) ? side(change, change.after()) : NOTHING;
        boolean unknown = before instanceof Price.Unknown || after instanceof Price.Unknown;
        if (unknown && sameWhatever(change)) {
            return result(
                    change,
                    PriceBasis.SHEET,
                    null,
                    null,
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    List.of("nothing that its price depends on changes"));
        }
        if (unknown) {
            return result(
                    change,
                    PriceBasis.UNKNOWN,
                    monthly(before),
                    monthly(after),
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    List.of(reason(before, after)));
        }
        if (isFree(before, after)) {
            return result(
                    change,
                    PriceBasis.FREE,
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    List.of());
        }
        List<String> assumptions = assumptions(before, after);
        return result(
                change,
                assumptions.isEmpty() ? PriceBasis.SHEET : PriceBasis.ASSUMED,
                monthly(before),
                monthly(after),
                amount(after).monthly().subtract(amount(before).monthly()),
                amount(after).hourly().subtract(amount(before).hourly()),
                assumptions);
    }

    private static boolean hasBefore(ChangeKind kind) {
        return kind == ChangeKind.UPDATE || kind == ChangeKind.REPLACE || kind == ChangeKind.DELETE;
    }

    private static boolean hasAfter(ChangeKind kind) {
        return kind != ChangeKind.DELETE;
    }

    private Price side(ResourceChange change, @Nullable ResourceAttributes attributes) {
        if (!sheet.isFree(change.type()) && !sameCurrency) {
            otherCurrency = true;
            return new Price.Unknown("the price sheet is in " + sheet.currency());
        }
        if (!covered(change.type())) {
            return new Price.Unknown("the minimal plan was made for another price sheet and lacks attributes");
        }
        if (attributes == null) {
            return sheet.isFree(change.type())
                    ? new Price.Free()
                    : new Price.Unknown("the plan does not state the resource's attributes");
        }
        return sheet.price(change.type(), attributes);
    }

    /** Whether the plan carries every attribute that the sheet reads; only a minimal one may lack some. */
    private boolean covered(String type) {
        return kept == null
                || kept.getOrDefault(type, Set.of())
                        .containsAll(sheet.filter(type).paths());
    }

    /** Whether the price is the same before and after although it is not known: the sheet reads nothing that changes. */
    private boolean sameWhatever(ResourceChange change) {
        ResourceAttributes before = change.before();
        ResourceAttributes after = change.after();
        return change.kind() == ChangeKind.UPDATE
                && before != null
                && after != null
                && sameCurrency
                && covered(change.type())
                && !sheet.filter(change.type()).paths().isEmpty()
                && before.values().equals(after.values())
                && !before.hasSensitive()
                && !before.hasUnknown()
                && !after.hasUnknown();
    }

    private static boolean isFree(Price before, Price after) {
        boolean freeOrNone = (before instanceof Price.Free || before == NOTHING)
                && (after instanceof Price.Free || after == NOTHING);
        return freeOrNone && !(before == NOTHING && after == NOTHING);
    }

    private static String reason(Price before, Price after) {
        if (after instanceof Price.Unknown unknown) {
            return unknown.reason();
        }
        return before instanceof Price.Unknown unknown ? "before the change: " + unknown.reason() : "";
    }

    private static List<String> assumptions(Price before, Price after) {
        Set<String> texts = new LinkedHashSet<>();
        for (Price price : List.of(after, before)) {
            if (price instanceof Price.Priced priced) {
                texts.addAll(priced.assumptions());
            }
        }
        return new ArrayList<>(texts);
    }

    private static Price.Priced amount(Price price) {
        return price instanceof Price.Priced priced ? priced : (Price.Priced) NOTHING;
    }

    private static @Nullable BigDecimal monthly(Price price) {
        return price instanceof Price.Unknown ? null : amount(price).monthly();
    }

    static ResourcePrice result(
            ResourceChange change,
            PriceBasis basis,
            @Nullable BigDecimal before,
            @Nullable BigDecimal after,
            BigDecimal monthly,
            BigDecimal hourly,
            List<String> notes) {
        return new ResourcePrice(
                change.address(),
                change.type(),
                change.kind(),
                basis,
                before == null ? null : money(before),
                after == null ? null : money(after),
                money(monthly),
                money(hourly),
                notes);
    }

    /** Rounded HALF_EVEN to micro-units; the figures are bounded in length, so writing them out is safe. */
    static Amount money(BigDecimal decimal) {
        return Amount.parse(decimal.toPlainString());
    }
}
