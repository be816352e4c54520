package dev.spendweir.server.gate;

import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.Place;
import dev.spendweir.server.approval.ApprovalRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The approvals that a transaction may have to do with, as they stand after what it has done so far: the live ones of the
 * places asked about, those past their deadline, and used ones whose hold is still there. Lives within one transaction; not
 * thread-safe.
 */
public final class ApprovalBook {
    private final Map<String, ApprovalRecord> records = new LinkedHashMap<>();
    private final Map<String, Integer> pending;

    /** @param pending how many requests of each submitter wait, all over the tenant */
    public ApprovalBook(Collection<ApprovalRecord> records, Map<String, Integer> pending) {
        this.pending = new HashMap<>(pending);
        // UUIDv7: by id is by age.
        records.stream()
                .sorted(Comparator.comparing(ApprovalRecord::approvalId))
                .forEach(approval -> this.records.put(approval.approvalId(), approval));
    }

    /** The approval, if the transaction knows it. */
    Optional<ApprovalRecord> find(String approvalId) {
        return Optional.ofNullable(records.get(approvalId));
    }

    /** The one approval of a book that has one. */
    ApprovalRecord only() {
        if (records.size() != 1) {
            throw new IllegalStateException("the book has " + records.size() + " approvals");
        }
        return records.values().iterator().next();
    }

    /** Takes over how an approval stands now. */
    void put(ApprovalRecord approval) {
        ApprovalRecord before = records.put(approval.approvalId(), approval);
        int change = waiting(approval) - waiting(before);
        if (change != 0) {
            pending.merge(approval.ask().submitterId(), change, Integer::sum);
        }
    }

    private static int waiting(@Nullable ApprovalRecord approval) {
        return approval != null && approval.status() == ApprovalStatus.PENDING ? 1 : 0;
    }

    /** How many requests of a submitter wait. */
    int pendingOf(String submitterId) {
        return pending.getOrDefault(submitterId, 0);
    }

    /** How many requests of the tenant wait. */
    int pendingOfAll() {
        return pending.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Those whose deadline has come and that nobody has expired yet, oldest first. */
    List<ApprovalRecord> due(Instant clockTime) {
        return records.values().stream()
                .filter(approval ->
                        approval.status().isLive() && !approval.request().isLiveAt(clockTime))
                .toList();
    }

    /** The live approval of a change; a change of its own has none. */
    Optional<ApprovalRecord> liveOf(Change change) {
        return change.identity()
                .flatMap(same -> records.values().stream()
                        .filter(approval -> approval.status().isLive() && same.equals(approval.change()))
                        .findFirst());
    }

    /** The approvals of a place with this status, oldest first. */
    List<ApprovalRecord> at(Place place, ApprovalStatus status) {
        return records.values().stream()
                .filter(approval ->
                        approval.status() == status && approval.change().place().equals(place))
                .toList();
    }

    /** Whether a hold lives and dies with a live approval (spec 3.2). */
    boolean backs(ActiveHold hold) {
        return records.values().stream()
                .anyMatch(approval ->
                        approval.status().isLive() && hold.reservationId().equals(approval.reservationId()));
    }
}
