package dev.spendweir.outcome;

import dev.spendweir.policy.PolicyDocument.Guard;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.ReasonCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects what the checks say, in check order, and resolves it into a {@link Verdict} (spec 1.8). Not thread-safe; one
 * resolver makes one verdict.
 */
final class OutcomeResolver {

    /** The built-in checks give at most 7 reasons and the mode one. */
    private static final int BUILT_IN_REASONS = 8;

    private String[] reasons = new String[BUILT_IN_REASONS];
    private Outcome[] severities = new Outcome[BUILT_IN_REASONS];
    private int count;
    private Outcome base = Outcome.ALLOW;
    private List<String> warnings = List.of();

    void add(Outcome severity, ReasonCode reason) {
        add(severity, reason.wireName());
    }

    void add(Outcome severity, String reason) {
        if (count == reasons.length) {
            reasons = Arrays.copyOf(reasons, count * 2);
            severities = Arrays.copyOf(severities, count * 2);
        }
        reasons[count] = reason;
        severities[count] = severity;
        count++;
        base = base.harsher(severity);
    }

    /** A guard's answer to a fact: a reason with its severity; for {@code allow} a warning only. */
    void addGuarded(Guard guard, ReasonCode reason) {
        switch (guard) {
            case ALLOW -> warn(reason.wireName());
            case REQUIRE_APPROVAL -> add(Outcome.REQUIRE_APPROVAL, reason);
            case DENY -> add(Outcome.DENY, reason);
        }
    }

    void warn(String code) {
        if (warnings.isEmpty()) {
            warnings = new ArrayList<>();
        }
        if (!warnings.contains(code)) {
            warnings.add(code);
        }
    }

    Verdict resolve(Mode mode) {
        Outcome outcome = switch (mode) {
            case HARD -> base;
            case SOFT -> base == Outcome.DENY ? Outcome.REQUIRE_APPROVAL : base;
            case SHADOW -> Outcome.ALLOW;
        };
        String[] ordered = new String[count + 1];
        int size = 0;
        for (int i = 0; i < count; i++) {
            size = severities[i] == base ? append(ordered, size, reasons[i]) : size;
        }
        for (int i = 0; i < count; i++) {
            size = append(ordered, size, reasons[i]);
        }
        if (outcome != base) {
            ReasonCode change = mode == Mode.SOFT ? ReasonCode.SOFT_MODE_ESCALATED : ReasonCode.SHADOW_MODE_OBSERVED;
            size = append(ordered, size, change.wireName());
        }
        String[] exact = size == ordered.length ? ordered : Arrays.copyOf(ordered, size);
        return new Verdict(base, outcome, List.of(exact), List.copyOf(warnings), severeReasons());
    }

    private List<String> severeReasons() {
        List<String> severe = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (severities[i].compareTo(Outcome.REQUIRE_APPROVAL) >= 0 && !severe.contains(reasons[i])) {
                severe.add(reasons[i]);
            }
        }
        return List.copyOf(severe);
    }

    /** Appends unless it is there already; gives the new size. */
    private static int append(String[] list, int size, String reason) {
        for (int i = 0; i < size; i++) {
            if (list[i].equals(reason)) {
                return size;
            }
        }
        list[size] = reason;
        return size + 1;
    }
}
