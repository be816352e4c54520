package dev.spendweir.snapshot;

import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.time.Days;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision reads (spec 1.4). It is stored with the decision, so that every decision can be made again. Immutable
 * and thread-safe.
 *
 * <pre>{@code
 * Snapshot snapshot = Snapshot.builder()
 *         .policyVersion(7)
 *         .costHistory(history)
 *         .budget(new Budget(Amount.parse("1500")))
 *         .build();
 * }</pre>
 */
public final class Snapshot {

    /** The largest policy version: integers beyond it do not survive JSON (spec 10 A40). */
    public static final long MAX_POLICY_VERSION = (1L << 53) - 1;

    // Bytes in canonical form, about; a guess only costs a copy.
    private static final int BASE_BYTES = 640;
    private static final int GRANT_BYTES = 224;

    private final long policyVersion;
    private final CostSource costSource;
    private final CostHistory costHistory;
    private final @Nullable CostHistory projectCostHistory;
    private final @Nullable LocalDate completeThrough;
    private final Usage usage;
    private final @Nullable Budget budget;
    private final List<Grant> grants;
    private final List<Grant> drawOrder;
    // Computed when first asked for; two threads at once compute the same value.
    private @Nullable String sha256;

    private Snapshot(Builder from) {
        policyVersion = from.policyVersion;
        costSource = from.costSource;
        costHistory = from.costHistory;
        projectCostHistory = from.projectCostHistory;
        completeThrough = from.completeThrough;
        usage = from.usage;
        budget = from.budget;
        grants = sorted(from.grants, Comparator.comparing(Grant::grantId));
        drawOrder = sorted(grants, Grant.DRAW_ORDER);
        check();
    }

    private static List<Grant> sorted(List<Grant> grants, Comparator<Grant> order) {
        if (grants.size() < 2) {
            return List.copyOf(grants);
        }
        List<Grant> sorted = new ArrayList<>(grants);
        sorted.sort(order);
        return List.copyOf(sorted);
    }

    private void check() {
        if (policyVersion < 0 || policyVersion > MAX_POLICY_VERSION) {
            throw invalid(
                    "/policy_version", "the version must be 0 to " + MAX_POLICY_VERSION + ", not " + policyVersion);
        }
        if (completeThrough != null && !Days.isInRange(completeThrough.toEpochDay())) {
            throw invalid("/complete_through", "the date lies outside the years 0001 to 9999");
        }
        for (int i = 1; i < grants.size(); i++) {
            String id = grants.get(i).grantId();
            if (id.equals(grants.get(i - 1).grantId())) {
                throw invalid("/grants", "two grants have the id '" + id + "'; ids are unique");
            }
        }
    }

    private static RejectedException invalid(String pointer, String detail) {
        return new RejectedException(ErrorCode.INVALID_SNAPSHOT, pointer, detail);
    }

    /** A builder whose snapshot knows of no costs, no usage, no budget and no credits. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with the values of this snapshot. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The store's counter of policy versions, 0 to 2<sup>53</sup>-1. */
    public long policyVersion() {
        return policyVersion;
    }

    /** Whether cost data could be read. */
    public CostSource costSource() {
        return costSource;
    }

    /** The tenant's daily cost. */
    public CostHistory costHistory() {
        return costHistory;
    }

    /** The daily cost of the request's project; null: the feed has no project rows; empty: known to be nothing. */
    public @Nullable CostHistory projectCostHistory() {
        return projectCostHistory;
    }

    /** The last day whose cost is complete; null: the day before the clock's UTC date. */
    public @Nullable LocalDate completeThrough() {
        return completeThrough;
    }

    /** What is promised and what was settled. */
    public Usage usage() {
        return usage;
    }

    /** The project's budget, or null. */
    public @Nullable Budget budget() {
        return budget;
    }

    /** The grants, by id in UTF-16 order. */
    public List<Grant> grants() {
        return grants;
    }

    /** The grants in {@link Grant#DRAW_ORDER}, both pools mixed. */
    public List<Grant> grantsInDrawOrder() {
        return drawOrder;
    }

    /** The normalised snapshot: every field of spec 1.4, histories by date, grants by id (spec 10 A81, N11). */
    public JsonObject toJson() {
        return json(false);
    }

    /** As {@link #toJson()} with each history replaced by the hash of its list; what {@link #sha256()} is made from. */
    public JsonObject hashedJson() {
        return json(true);
    }

    /** The canonical bytes of {@link #hashedJson()}, written without building it. */
    public byte[] hashedBytes() {
        return write(true).toBytes();
    }

    /** Writes {@link #hashedBytes()} as one value. */
    public void writeHashedTo(CanonicalWriter out) {
        write(out, true);
    }

    /** Lower-case hex SHA-256 of {@link #hashedBytes()}. */
    public String sha256() {
        String hash = sha256;
        if (hash == null) {
            hash = write(true).sha256();
            sha256 = hash;
        }
        return hash;
    }

    private JsonObject json(boolean hashed) {
        return (JsonObject) JsonReader.read(write(hashed).toText());
    }

    private CanonicalWriter write(boolean hashed) {
        CanonicalWriter out = new CanonicalWriter(BASE_BYTES + GRANT_BYTES * grants.size());
        write(out, hashed);
        return out;
    }

    private void write(CanonicalWriter out, boolean hashed) {
        out.beginObject().name("budget");
        if (budget == null) {
            out.nul();
        } else {
            budget.monthlyLimit().writeTo(out.beginObject().name("monthly_limit"));
            out.endObject();
        }
        out.name("complete_through").string(completeThrough == null ? null : completeThrough.toString());
        writeHistory(out.name("cost_history"), costHistory, hashed);
        out.name("cost_source").string(costSource.wireName());
        out.name("grants").beginArray();
        for (Grant grant : grants) {
            grant.writeTo(out);
        }
        out.endArray();
        out.name("policy_version").integer(policyVersion);
        writeHistory(out.name("project_cost_history"), projectCostHistory, hashed);
        usage.writeTo(out.name("usage"));
        out.endObject();
    }

    private static void writeHistory(CanonicalWriter out, @Nullable CostHistory history, boolean hashed) {
        if (history == null) {
            out.nul();
        } else if (hashed) {
            out.string(history.sha256());
        } else {
            history.writeTo(out);
        }
    }

    /** Collects the values of a snapshot; not thread-safe. */
    public static final class Builder {
        private long policyVersion;
        private CostSource costSource = CostSource.AVAILABLE;
        private CostHistory costHistory = CostHistory.EMPTY;
        private @Nullable CostHistory projectCostHistory;
        private @Nullable LocalDate completeThrough;
        private Usage usage = Usage.NONE;
        private @Nullable Budget budget;
        private List<Grant> grants = List.of();

        private Builder() {}

        private Builder(Snapshot from) {
            policyVersion = from.policyVersion;
            costSource = from.costSource;
            costHistory = from.costHistory;
            projectCostHistory = from.projectCostHistory;
            completeThrough = from.completeThrough;
            usage = from.usage;
            budget = from.budget;
            grants = from.grants;
        }

        /** See {@link Snapshot#policyVersion()}; default 0. */
        public Builder policyVersion(long version) {
            policyVersion = version;
            return this;
        }

        /** See {@link Snapshot#costSource()}; default available. */
        public Builder costSource(CostSource source) {
            costSource = source;
            return this;
        }

        /** See {@link Snapshot#costHistory()}; default empty. */
        public Builder costHistory(CostHistory history) {
            costHistory = history;
            return this;
        }

        /** See {@link Snapshot#projectCostHistory()}; default null. */
        public Builder projectCostHistory(@Nullable CostHistory history) {
            projectCostHistory = history;
            return this;
        }

        /** See {@link Snapshot#completeThrough()}; default null. */
        public Builder completeThrough(@Nullable LocalDate date) {
            completeThrough = date;
            return this;
        }

        /** See {@link Snapshot#usage()}; default nothing. */
        public Builder usage(Usage value) {
            usage = value;
            return this;
        }

        /** See {@link Snapshot#budget()}; default null. */
        public Builder budget(@Nullable Budget value) {
            budget = value;
            return this;
        }

        /** See {@link Snapshot#grants()}; in any order, default none. */
        public Builder grants(List<Grant> list) {
            grants = List.copyOf(list);
            return this;
        }

        /**
         * The snapshot.
         *
         * @throws RejectedException {@code INVALID_SNAPSHOT} for a policy version or date out of range, or two grants with
         *     one id
         */
        public Snapshot build() {
            return new Snapshot(this);
        }
    }
}
