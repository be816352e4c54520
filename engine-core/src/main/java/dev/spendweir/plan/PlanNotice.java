package dev.spendweir.plan;

import java.util.Objects;

/**
 * A warning and what it is about.
 *
 * @param warning the warning
 * @param subject an address, a project's name or a version; empty when it is about the whole
 */
public record PlanNotice(PlanWarning warning, String subject) {
    public PlanNotice {
        Objects.requireNonNull(warning, "warning");
        Objects.requireNonNull(subject, "subject");
    }
}
