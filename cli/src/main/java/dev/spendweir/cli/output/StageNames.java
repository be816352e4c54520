package dev.spendweir.cli.output;

import java.util.Map;

/** What the stages of the waterfall are called for people. */
final class StageNames {

    private static final Map<String, String> NAMES = Map.of(
            "plan_limit", "plan limit",
            "project_allocation", "project budget",
            "reserved_credits", "reserved credits",
            "emergency_credits", "emergency credits",
            "enterprise_ceiling", "enterprise ceiling");

    private StageNames() {}

    static String of(String stage) {
        return NAMES.getOrDefault(stage, SafeText.line(stage));
    }

    static String status(String status) {
        return SafeText.line(status).replace('_', ' ');
    }
}
