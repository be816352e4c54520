package dev.spendweir.plan;

/** What a reader of a plan or of prices wants said, although it is no error. */
public enum PlanWarning {
    FORMAT_NEWER("plan_format_newer", "The plan's format has a newer minor version than this version knows."),
    ERRORED_UNKNOWN("plan_errored_unknown", "The plan does not say whether planning succeeded (Terraform before 1.4)."),
    COMPLETE_UNKNOWN("plan_complete_unknown", "The plan does not say whether it is complete (Terraform before 1.8)."),
    DIGEST_ASSERTED(
            "plan_digest_asserted", "The content digest is the client's word: the plan was sent in its minimal form."),
    ACTIONS_IGNORED("plan_action_invocations_ignored", "The plan invokes provider actions; they are not priced."),
    SAVING_UNKNOWN("saving_unknown", "The saving of a deletion is not known and counts as 0."),
    INFRACOST_PROJECT_ERROR(
            "infracost_project_error", "Infracost failed on a project; its resources are priced without it."),
    INFRACOST_NO_BASELINE(
            "infracost_no_baseline", "The Infracost output has no baseline; it prices new resources only."),
    INFRACOST_UNCHANGED(
            "infracost_difference_ignored",
            "Infracost states a difference for a resource that the plan does not change."),
    SHEET_CURRENCY(
            "price_sheet_currency",
            "The price sheet is in another currency than the policy; only its free types count.");

    private final String wireName;
    private final String meaning;

    PlanWarning(String wireName, String meaning) {
        this.wireName = wireName;
        this.meaning = meaning;
    }

    /** The code as it travels. */
    public String wireName() {
        return wireName;
    }

    /** One sentence in plain English. */
    public String meaning() {
        return meaning;
    }
}
