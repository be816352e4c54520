package dev.spendweir.price;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A price sheet, {@code spendweir.price_sheet/v1} (spec 5.1, docs/price-sheet.md): which resource types cost what, which
 * cost nothing, and on which assumptions. What it does not name is unknown. Immutable and thread-safe.
 */
public final class PriceSheet {

    /** The schema id of the documents that {@link PriceSheetReader} reads. */
    public static final String SCHEMA = "spendweir.price_sheet/v1";

    private final String name;
    private final String currency;
    private final boolean standalone;
    private final Map<String, Source> sources;
    private final FreeTypes free;
    private final Map<String, ResourcePricing> entries;
    private final @Nullable PriceSheet base;

    /**
     * Where figures come from.
     *
     * @param text the publication, with its region
     * @param asOf the day as of which the figures are known, YYYY-MM-DD or YYYY-MM
     */
    public record Source(String text, String asOf) {}

    PriceSheet(
            String name,
            String currency,
            boolean standalone,
            Map<String, Source> sources,
            List<String> free,
            Map<String, ResourcePricing> entries) {
        this(name, currency, standalone, Map.copyOf(sources), new FreeTypes(free), Map.copyOf(entries), null);
    }

    private PriceSheet(
            String name,
            String currency,
            boolean standalone,
            Map<String, Source> sources,
            FreeTypes free,
            Map<String, ResourcePricing> entries,
            @Nullable PriceSheet base) {
        this.name = name;
        this.currency = currency;
        this.standalone = standalone;
        this.sources = sources;
        this.free = free;
        this.entries = entries;
        this.base = base;
    }

    /** What the sheet calls itself. */
    public String name() {
        return name;
    }

    /** ISO 4217 code of all its prices. */
    public String currency() {
        return currency;
    }

    /** Whether it wants to be used without the shipped sheet beneath it. */
    public boolean standalone() {
        return standalone;
    }

    /** The sources of its figures by id, those of a sheet beneath it included. */
    public Map<String, Source> sources() {
        Map<String, Source> all = new LinkedHashMap<>();
        if (base != null) {
            all.putAll(base.sources());
        }
        all.putAll(sources);
        return Map.copyOf(all);
    }

    /**
     * This sheet with another beneath it, which answers for the types that this one does not name; a standalone sheet
     * stays alone.
     *
     * @throws RejectedException {@code PRICE_SHEET_INVALID} at {@code /currency} when the two differ in currency
     */
    public PriceSheet over(PriceSheet beneath) {
        if (standalone) {
            return this;
        }
        if (!currency.equals(beneath.currency)) {
            throw new RejectedException(
                    ErrorCode.PRICE_SHEET_INVALID,
                    "/currency",
                    "the sheet is in " + currency + ", the one beneath it in " + beneath.currency
                            + "; use one currency or set standalone to true");
        }
        return new PriceSheet(name, currency, false, sources, free, entries, beneath);
    }

    /**
     * The price of a resource. The sheet's own entry for the type comes first, then its own free types, then the sheet
     * beneath.
     */
    public Price price(String type, ResourceAttributes attributes) {
        ResourcePricing entry = entries.get(type);
        if (entry != null) {
            return entry.price(attributes);
        }
        if (free.has(type)) {
            return new Price.Free();
        }
        return base == null
                ? new Price.Unknown("the price sheet does not know this type")
                : base.price(type, attributes);
    }

    /** Whether the type is on the list of those that cost nothing and has no entry of its own. */
    public boolean isFree(String type) {
        if (entries.containsKey(type)) {
            return false;
        }
        return free.has(type) || (base != null && base.isFree(type));
    }

    /** The attributes of a type that its price depends on. */
    public AttributeFilter filter(String type) {
        ResourcePricing entry = entries.get(type);
        if (entry != null) {
            return new AttributeFilter(entry.paths());
        }
        return base == null || free.has(type) ? AttributeFilter.NOTHING : base.filter(type);
    }
}
