package dev.spendweir.cli.approval;

import dev.spendweir.cli.CliException;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.client.Problem;
import dev.spendweir.rejection.ErrorCode;

/** An approval cannot be used: with which exit code that ends, and what to do about it (spec 5.1, "Exit codes"). */
final class ApprovalRefusal {

    private ApprovalRefusal() {}

    /** What a server's refusal to mint or consume means; one that is not about the approval is an ordinary failure. */
    static CliException of(Problem problem) {
        boolean isAboutTheApproval = switch (problem.status()) {
            case 400, 403, 404, 409 -> true;
            default -> false;
        };
        return isAboutTheApproval ? of(problem.code(), problem.detail()) : problem.toException();
    }

    static CliException of(ErrorCode code, String detail) {
        return of(code.wireName(), detail);
    }

    private static CliException of(String code, String detail) {
        String message = "the approval cannot be used: " + code + ": " + detail;
        return switch (code) {
            case "APPROVAL_EXPIRED", "APPROVAL_NOT_APPROVED" ->
                new CliException(ExitCode.APPROVAL_PENDING, message, "run the gate again and ask people again");
            default -> new CliException(ExitCode.TOKEN_REFUSED, message, hint(code));
        };
    }

    private static String hint(String code) {
        return switch (code) {
            case "TOKEN_ALREADY_CONSUMED" ->
                "an approval is good for one run: plan and gate again; a repeat of the run that used it names its --run-id";
            case "TOKEN_EXPIRED" -> "mint another token, or leave out --token-file and one is minted";
            case "TOKEN_BINDING_MISMATCH" ->
                "apply the plan that was approved, in its directory; name --resource, --project and --env as the gate was"
                        + " asked";
            case "NOT_FOUND" -> "is the token for the tenant of this API key?";
            case "PERMISSION_MISSING" ->
                "use the key that asked the gate, or a token that its holder minted (--token-file)";
            default -> "run the gate again on the plan that is to be applied";
        };
    }

    /** What the status of an approval means that is neither approved nor consumed. */
    static CliException notApproved(ApprovalItem approval) {
        String message = "approval " + approval.id() + " is " + approval.status();
        return switch (approval.status()) {
            case "denied" ->
                new CliException(ExitCode.DENIED, message, "people decided against it: change the plan and gate again");
            case "pending" ->
                new CliException(
                        ExitCode.APPROVAL_PENDING,
                        message,
                        "run this again once a reviewer has decided: spendweir approvals approve " + approval.id());
            default -> new CliException(ExitCode.APPROVAL_PENDING, message, "run the gate again and ask people again");
        };
    }
}
