package dev.spendweir.vectors.generate;

import dev.spendweir.vectors.naive.Json;
import java.util.Map;

/**
 * Random cases of the runner protocol: a seed gives an op and its input, the same on every machine. About one input in seven is spoiled
 * in a few places; the others are good, with amounts and times at the edges that the rest of the input sets.
 */
public final class CaseGenerator {
    /** One case; as a line of the protocol it carries its seed as id. */
    public record Case(long seed, String op, Map<String, Object> input) {
        public String line() {
            return Json.write(
                    Json.object("id", dev.spendweir.vectors.naive.JsonNumber.of(seed), "op", op, "input", input));
        }
    }

    private CaseGenerator() {}

    /** The case of a seed; neighbouring seeds give unrelated cases. */
    public static Case of(long seed) {
        Dice dice = new Dice(seed);
        String op = op(dice);
        Map<String, Object> input = input(op, dice);
        boolean proof = op.startsWith("merkle") && dice.percent(60);
        if (dice.percent(14) && !proof && !op.equals("amount.parse") && !op.equals("json.canonicalize")) {
            input = new Spoiler(dice).spoiled(input);
        }
        return new Case(seed, op, input);
    }

    private static String op(Dice dice) {
        int n = dice.below(100);
        if (n < 46) {
            return "decision.decide";
        }
        if (n < 68) {
            return dice.pick(
                    "context.compute",
                    "context.compute",
                    "waterfall.evaluate",
                    "decision.failsafe",
                    "request.normalize",
                    "policy.canonicalize",
                    "policy.canonicalize");
        }
        return dice.pick(
                "amount.parse",
                "amount.parse",
                "json.canonicalize",
                "json.canonicalize",
                "approval.apply",
                "approval.apply",
                "approval.apply",
                "reservation.apply",
                "reservation.apply",
                "reservation.apply",
                "ingest.accept",
                "ingest.accept",
                "ingest.focus",
                "ledger.entry_hash",
                "ledger.chain",
                "merkle.root",
                "merkle.inclusion",
                "merkle.consistency");
    }

    private static Map<String, Object> input(String op, Dice dice) {
        switch (op) {
            case "amount.parse":
                return Json.object("value", new RandomAmounts(dice).anything());
            case "json.canonicalize":
                return Json.object("text", new RandomTexts(dice).text());
            case "approval.apply":
                return new RandomApprovals(dice).input();
            case "reservation.apply":
                return new RandomReservations(dice).input();
            case "ingest.accept":
                return new RandomIngest(dice).accept();
            case "ingest.focus":
                return new RandomIngest(dice).focus();
            case "ledger.entry_hash":
                return Json.object("entry", new RandomLedgers(dice).entry());
            case "ledger.chain":
                return new RandomLedgers(dice).chain();
            case "merkle.root":
                return new RandomLedgers(dice).leaves();
            case "merkle.inclusion":
                return new RandomLedgers(dice).inclusion();
            case "merkle.consistency":
                return new RandomLedgers(dice).consistency();
            default:
                return decision(op, new RandomDecisions(dice), dice);
        }
    }

    private static Map<String, Object> decision(String op, RandomDecisions decisions, Dice dice) {
        if (op.equals("policy.canonicalize")) {
            return Json.object(
                    "policy",
                    dice.percent(2)
                            ? Json.object("schema", "spendweir.policy/v2")
                            : decisions.policy(dice.percent(40)));
        }
        if (op.equals("request.normalize")) {
            return Json.object("policy", decisions.policy(false), "request", decisions.request());
        }
        if (op.equals("decision.failsafe")) {
            String cause =
                    dice.pick("timeout", "lock_contended", "lock_timeout", "store_unavailable", "overload", "error");
            Object policy = dice.percent(75) ? decisions.policy(dice.percent(20)) : null;
            return Json.object(
                    "policy",
                    policy,
                    "request",
                    decisions.request(),
                    "cause",
                    dice.percent(20) ? "failsafe_" + cause : cause);
        }
        return decisions.input();
    }
}
