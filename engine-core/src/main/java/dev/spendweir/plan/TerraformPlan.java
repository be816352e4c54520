package dev.spendweir.plan;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a decision needs of a plan (spec 5.1). Immutable.
 *
 * @param formatVersion the plan's format_version
 * @param terraformVersion the version that made it; null when it does not say
 * @param errored whether planning failed; null when it does not say
 * @param complete whether everything was planned; null when it does not say
 * @param changes its resource changes, in the order of the plan
 * @param outputsChanged number of outputs that change
 * @param contentSha256 the content digest, lower-case hex
 * @param keptPaths of a plan in minimal form: the attributes it kept by type; null: it kept all
 * @param warnings what a reader of the decision should know
 */
public record TerraformPlan(
        String formatVersion,
        @Nullable String terraformVersion,
        @Nullable Boolean errored,
        @Nullable Boolean complete,
        List<ResourceChange> changes,
        int outputsChanged,
        String contentSha256,
        @Nullable Map<String, Set<String>> keptPaths,
        List<PlanNotice> warnings) {

    public TerraformPlan {
        changes = List.copyOf(changes);
        keptPaths = keptPaths == null ? null : Map.copyOf(keptPaths);
        warnings = List.copyOf(warnings);
    }

    /**
     * Refuses a plan that must never be allowed.
     *
     * @throws RejectedException {@code PLAN_ERRORED} when planning failed, else {@code PLAN_INCOMPLETE} when something
     *     was left out or deferred
     */
    public void requireUsable() {
        if (Boolean.TRUE.equals(errored)) {
            throw new RejectedException(
                    ErrorCode.PLAN_ERRORED,
                    "/errored",
                    "planning failed (errored is true); fix the plan's errors and plan again");
        }
        if (Boolean.FALSE.equals(complete)) {
            throw new RejectedException(
                    ErrorCode.PLAN_INCOMPLETE,
                    "/complete",
                    "the plan leaves something out (complete is false), as with -target or deferred changes; plan everything");
        }
    }

    /** The action of the gate request: terraform.destroy, terraform.replace or terraform.apply. */
    public String action() {
        boolean destroys = changes.stream().anyMatch(change -> change.kind().destroys());
        if (!destroys) {
            return "terraform.apply";
        }
        boolean onlyDeletes = changes.stream()
                .allMatch(change ->
                        change.kind() == ChangeKind.DELETE || !change.kind().summarised());
        return onlyDeletes ? "terraform.destroy" : "terraform.replace";
    }
}
