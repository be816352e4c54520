package dev.spendweir.cli.output;

import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.output.GateAnswer.Remedy;
import dev.spendweir.vocabulary.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in one sentence what would make a change allowed, from the remedies that the engine has checked (spec 1.8). */
final class NextStep {

    private NextStep() {}

    static Optional<String> of(GateReport report) {
        GateAnswer answer = report.answer();
        if (answer.isFailsafe()) {
            return Optional.of("run the command again: nothing was evaluated, and asking again is safe");
        }
        if (answer.outcome().compareTo(Outcome.REQUIRE_APPROVAL) < 0) {
            return Optional.empty();
        }
        Optional<String> decided = report.approvalStatus().flatMap(status -> decided(report, status));
        if (decided.isPresent()) {
            return decided.filter(step -> !step.isEmpty());
        }
        String money = money(report);
        String people = people(answer, report.approvalStatus().isPresent());
        return Optional.of(join(answer, money, people)).filter(step -> !step.isEmpty());
    }

    /** What is left to do once people have decided; empty when nothing is. Without a value they have not. */
    private static Optional<String> decided(GateReport report, String status) {
        return switch (status) {
            case "consumed" -> Optional.of("");
            case "approved" ->
                Optional.of(
                        report.exitCode() == ExitCode.GO
                                ? ""
                                : "use the approval right before the apply: spendweir approve-consume --plan-file FILE");
            case "denied" -> Optional.of("change the plan: people decided against this one");
            case "expired", "cancelled" -> Optional.of("run the pipeline again, which asks people again");
            default -> Optional.empty();
        };
    }

    private static String join(GateAnswer answer, String money, String people) {
        if (money.isEmpty() || people.isEmpty()) {
            return money + people;
        }
        boolean stillAsked = answer.outcomeIfApplied()
                .filter(Outcome.REQUIRE_APPROVAL.wireName()::equals)
                .isPresent();
        if (answer.outcome() == Outcome.DENY) {
            return stillAsked ? money + ", and then " + people : money;
        }
        // Money spares the approval only where nothing else asks for one.
        return stillAsked ? people : money + " or " + people;
    }

    private static String money(GateReport report) {
        List<String> shortages = new ArrayList<>();
        List<String> choices = new ArrayList<>();
        for (Remedy remedy : report.answer().remedies()) {
            if (remedy.isApproval() || remedy.amount() == null) {
                continue;
            }
            String amount = Money.atLeast(remedy.amount(), report.question().currency());
            switch (remedy.kind()) {
                // Budget and credits are two ways out of one shortage.
                case "add_budget" ->
                    choices.add("add " + amount + " to project "
                            + SafeText.line(report.question().projectId()));
                case "add_reserved_credits" -> choices.add("grant " + amount + " of reserved credits");
                case "raise_plan_limit" -> shortages.add("raise the plan limit by " + amount);
                case "raise_enterprise_ceiling" -> shortages.add("raise the enterprise ceiling by " + amount);
                default -> shortages.add(SafeText.line(remedy.kind()) + " " + amount);
            }
        }
        if (!choices.isEmpty()) {
            shortages.add(String.join(" or ", choices));
        }
        return String.join(" and ", shortages);
    }

    private static String people(GateAnswer answer, boolean isAsked) {
        String approve = isAsked
                ? answer.text("approval_id")
                        .map(id -> ": spendweir approvals approve " + SafeText.line(id))
                        .orElse("")
                : "";
        return answer.remedies().stream()
                .filter(Remedy::isApproval)
                .findFirst()
                .map(remedy -> ask(remedy) + approve)
                .orElse("");
    }

    private static String ask(Remedy remedy) {
        String roles = remedy.roles().stream().map(SafeText::line).collect(Collectors.joining(" or "));
        String who = roles.isEmpty() ? "a reviewer" : article(roles) + roles;
        String approvals = remedy.approvals() == 1 ? "1 approval" : remedy.approvals() + " approvals";
        return "ask " + who + " (" + SafeText.line(remedy.permission()) + ", " + approvals + ")";
    }

    private static String article(String noun) {
        return "aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ";
    }
}
