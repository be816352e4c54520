package dev.spendweir.vectors.naive;

import java.time.LocalDate;
import java.util.Map;

/** The four inputs of a decision, normalised, and what follows from them at once. */
record Case(
        Map<String, Object> policy,
        String policySha256,
        Map<String, Object> request,
        long clockTime,
        Map<String, Object> snapshot) {
    /** Reads the inputs in the order in which their errors count (spec 10 A8). */
    static Case read(Map<String, Object> input) {
        Map<String, Object> policy = Policies.canonicalize(input.get("policy"));
        Map<String, Object> request = Requests.normalize(input.get("request"), (String) policy.get("currency"));
        Long clockTime = Moments.parseTime(input.get("clock_time"));
        if (clockTime == null) {
            throw Refusal.of("INVALID_CLOCK_TIME");
        }
        return new Case(
                policy, Canonical.sha256(policy), request, clockTime, Snapshots.normalize(input.get("snapshot")));
    }

    LocalDate day() {
        return Moments.dateOf(clockTime);
    }

    String environmentClass() {
        return Requests.environmentClass(request, policy);
    }

    boolean hasBudget() {
        return snapshot.get("budget") != null;
    }
}
