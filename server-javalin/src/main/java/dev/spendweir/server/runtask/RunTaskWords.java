package dev.spendweir.server.runtask;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.outgoing.Links;
import dev.spendweir.server.runtask.RunTaskAnswer.Detail;
import dev.spendweir.server.runtask.RunTaskAnswer.Judgement;
import dev.spendweir.server.runtask.RunTaskAnswer.Status;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the gate's answers into words for HCP Terraform. Pure functions. */
final class RunTaskWords {
    private final Links links;

    RunTaskWords(Links links) {
        this.links = links;
    }

    /**
     * What was asked about.
     *
     * @param monthlyDelta decimal text
     */
    record Question(WorkspaceRule rule, String workspace, String monthlyDelta, String currency) {
        String cost() {
            String sign = monthlyDelta.startsWith("-") ? "" : "+";
            return sign + monthlyDelta + " " + currency + " a month";
        }
    }

    /** The run may go on, or not, by the gate's own word. */
    RunTaskAnswer decided(Question question, GateAnswer answer, Status status, Judgement judgement, String lead) {
        JsonObject body = (JsonObject) JsonReader.read(answer.body());
        String id = Optional.ofNullable(answer.decisionId()).orElse("spendweir");
        String message = lead + " (" + question.cost() + "). " + text(explanation(body), "text");
        return new RunTaskAnswer(
                status,
                message,
                answer.approvalId() == null ? null : links.approval(answer.approvalId()),
                new Detail(id, lead + ": " + question.cost(), judgement, markdown(question, answer, body)));
    }

    /** People are to decide. */
    RunTaskAnswer waiting(Question question, GateAnswer answer, String approvalId) {
        return decided(
                question,
                answer,
                Status.RUNNING,
                Judgement.APPROVAL_REQUIRED,
                "Waiting for approval: " + links.approvalInWords(approvalId));
    }

    /** The run still waits. */
    RunTaskAnswer stillWaiting(String approvalId) {
        return new RunTaskAnswer(
                Status.RUNNING,
                "Waiting for approval: " + links.approvalInWords(approvalId),
                links.approval(approvalId),
                null);
    }

    /** Nobody decided in time. */
    RunTaskAnswer tooLate(String approvalId) {
        String where = links.approvalInWords(approvalId);
        return new RunTaskAnswer(
                Status.FAILED,
                "Not approved in time. Have it approved at " + where + " and run again: the next run passes then.",
                links.approval(approvalId),
                new Detail(
                        approvalId,
                        "Nobody approved before the time of this task ran out",
                        Judgement.APPROVAL_REQUIRED,
                        "The approval is still open: " + Markdown.escape(where)
                                + "\n\nOnce it is approved, start the run again. It passes if it costs no more than was"
                                + " approved, or if its plan is the same, as the policy says."));
    }

    /** The approval came to an end that does not let the run pass. */
    RunTaskAnswer ended(String approvalId, String status, String why) {
        return new RunTaskAnswer(
                Status.FAILED,
                "The approval is " + status + ": " + why + ". " + links.approvalInWords(approvalId),
                links.approval(approvalId),
                new Detail(
                        approvalId,
                        "The approval is " + status,
                        Judgement.DENIED,
                        "The approval is **" + Markdown.escape(status) + "**: " + Markdown.escape(why) + "\\."));
    }

    /** There was no decision. */
    static RunTaskAnswer undecided(String why) {
        return new RunTaskAnswer(
                Status.FAILED,
                "No decision: " + why,
                null,
                new Detail("spendweir", "There was no decision", Judgement.ERROR, Markdown.escape(why)));
    }

    /** The call was refused, with its codes. */
    static RunTaskAnswer refused(RejectedException e) {
        List<Finding> findings = e.findings();
        Finding first = findings.get(0);
        StringBuilder body = new StringBuilder();
        for (Finding finding : findings) {
            body.append("* **")
                    .append(Markdown.escape(finding.code().wireName()))
                    .append("** ")
                    .append(Markdown.escape(finding.pointer()))
                    .append(' ')
                    .append(Markdown.escape(finding.detail()))
                    .append('\n');
        }
        return new RunTaskAnswer(
                Status.FAILED,
                "No decision: " + first.code().wireName() + ": " + first.detail(),
                null,
                new Detail("spendweir", "There was no decision", Judgement.ERROR, body.toString()));
    }

    private static String markdown(Question question, GateAnswer answer, JsonObject body) {
        StringBuilder out = new StringBuilder(1024);
        out.append("| | |\n|---|---|\n");
        row(out, "Outcome", answer.outcome().wireName());
        row(out, "Cost", question.cost());
        row(out, "Project", question.rule().projectId());
        row(out, "Environment", question.rule().environment());
        row(out, "Workspace", question.workspace());
        row(out, "Mode", answer.mode().wireName().toLowerCase(Locale.ROOT));
        row(out, "Decision", answer.decisionId());
        row(out, "Approval", answer.approvalId());
        if (explanation(body).get("reasons") instanceof JsonArray reasons && reasons.size() > 0) {
            out.append("\n### Reasons\n\n");
            reasons.elements().forEach(reason -> reason(out, reason));
        }
        return out.toString();
    }

    private static void row(StringBuilder out, String name, @Nullable String value) {
        if (value != null) {
            out.append("| ")
                    .append(name)
                    .append(" | ")
                    .append(Markdown.escape(value))
                    .append(" |\n");
        }
    }

    private static void reason(StringBuilder out, JsonValue value) {
        if (value instanceof JsonObject reason) {
            out.append("* **")
                    .append(Markdown.escape(text(reason, "title")))
                    .append("** (")
                    .append(Markdown.escape(text(reason, "code")))
                    .append("): ")
                    .append(Markdown.escape(text(reason, "detail")));
            String remedy = text(reason, "remedy");
            out.append(remedy.isEmpty() ? "" : " " + Markdown.escape(remedy)).append('\n');
        }
    }

    private static JsonObject explanation(JsonObject body) {
        return body.get("explanation") instanceof JsonObject explanation ? explanation : JsonObject.EMPTY;
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.value() : "";
    }
}
