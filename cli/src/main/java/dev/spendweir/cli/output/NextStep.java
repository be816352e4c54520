package dev.spendweir.cli.output;

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
        String money = money(report);
        String people = people(answer);
        return Optional.of(join(answer, money, people)).filter(step -> !step.isEmpty());
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

    private static String people(GateAnswer answer) {
        return answer.remedies().stream()
                .filter(Remedy::isApproval)
                .findFirst()
                .map(NextStep::ask)
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
