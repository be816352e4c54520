package dev.spendweir.plan;

import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.Set;
import java.util.function.Supplier;

/** What a document says about itself before its content counts: its encoding, whether it is a plan, its format. */
final class PlanText {

    /** The newest minor version of major 1 whose members are known (Terraform 1.4 and later). */
    private static final int KNOWN_MINOR = 2;

    private static final Set<String> PLAN_MEMBERS = Set.of(
            "planned_values",
            "resource_changes",
            "output_changes",
            "configuration",
            "prior_state",
            "errored",
            "complete",
            "applyable");

    private PlanText() {}

    /**
     * Where the JSON text begins: behind a UTF-8 byte order mark, if there is one.
     *
     * @throws RejectedException {@code PLAN_INVALID} for UTF-16, UTF-32 and for a binary plan file, saying what to do
     */
    static int offset(byte[] bytes) {
        int b0 = at(bytes, 0);
        int b1 = at(bytes, 1);
        if (b0 == 0xEF && b1 == 0xBB && at(bytes, 2) == 0xBF) {
            return 3;
        }
        if ((b0 == 0xFF && b1 == 0xFE) || (b0 == 0xFE && b1 == 0xFF) || b0 == 0 || (b0 == '{' && b1 == 0)) {
            throw new RejectedException(
                    ErrorCode.PLAN_INVALID,
                    "the file is UTF-16 or UTF-32, not UTF-8 (line 1, column 1); PowerShell's > writes that: use "
                            + "terraform show -json tfplan | Out-File -Encoding utf8 plan.json");
        }
        if (b0 == 'P' && b1 == 'K') {
            throw new RejectedException(
                    ErrorCode.PLAN_INVALID,
                    "the file is a binary plan (line 1, column 1); convert it with: terraform show -json tfplan > plan.json");
        }
        return 0;
    }

    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? bytes[index] & 0xFF : -1;
    }

    static RejectedException invalid(JsonSyntaxException e, byte[] json) {
        return new RejectedException(ErrorCode.PLAN_INVALID, e.getMessage() + hint(e, json));
    }

    private static String hint(JsonSyntaxException e, byte[] json) {
        boolean log = e.line() == 2 && String.valueOf(e.getMessage()).contains("after the JSON value");
        if (log) {
            return "; this looks like the log of terraform plan -json: make the plan with terraform show -json tfplan";
        }
        return json.length == 0 ? "; terraform show -json wrote nothing, so look at its error output" : "";
    }

    /**
     * Reads what is hashed or passed on, for which every text must have a UTF-8 form.
     *
     * @param invalid the code of the document that is read
     * @throws RejectedException with that code where a text has half of a surrogate pair
     */
    static <T> T withoutLoneSurrogates(ErrorCode invalid, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RejectedException e) {
            if (e.code() != ErrorCode.INVALID_JSON) {
                throw e;
            }
            throw new RejectedException(
                    invalid,
                    "a text has half of a surrogate pair, written as an escape such as \\ud800; it cannot be hashed or "
                            + "passed on, so write the whole character");
        }
    }

    static RejectedException notAPlan(String why) {
        return new RejectedException(ErrorCode.PLAN_INVALID, "the document is not a Terraform plan: " + why);
    }

    static boolean looksLikePlan(Set<String> members) {
        return members.stream().anyMatch(PLAN_MEMBERS::contains);
    }

    /**
     * Whether the version is a newer minor of major 1.
     *
     * @throws RejectedException {@code PLAN_FORMAT_UNSUPPORTED} for every other version than 0.1, 0.2 and 1.x
     */
    static boolean checkFormat(String version) {
        if (version.equals("0.1") || version.equals("0.2")) {
            return false;
        }
        if (version.matches("1\\.[0-9]{1,4}")) {
            return Integer.parseInt(version.substring(2)) > KNOWN_MINOR;
        }
        String shown = version.matches("[0-9.]{1,20}") ? version : "not a version";
        throw new RejectedException(
                ErrorCode.PLAN_FORMAT_UNSUPPORTED,
                "/format_version",
                "the plan's format is " + shown + "; this version reads 0.1, 0.2 and 1.x; use a newer Spendweir");
    }
}
