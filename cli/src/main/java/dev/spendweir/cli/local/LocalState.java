package dev.spendweir.cli.local;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.cli.CliException;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.Grant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the gate itself remembers in a state directory. Immutable.
 *
 * @param policyVersion counts the policies that were used here, from 1; 0: none yet
 * @param policySha256 of the last one used; empty: none yet
 * @param budgets as the governance chain has them
 * @param credits hash of each credit as the governance chain has it, by id
 * @param decisions head of the chain of decisions
 * @param governance head of the chain of what governs
 * @param holds every hold
 */
record LocalState(
        long policyVersion,
        String policySha256,
        Map<String, Amount> budgets,
        Map<String, String> credits,
        Head decisions,
        Head governance,
        List<LocalHold> holds) {

    private static final String SCHEMA = "spendweir.local.state/v1";
    private static final ReadingCodes CODES = ReadingCodes.uniform(ErrorCode.INVALID_FIELD);
    private static final TextRule SCHEMA_RULE = TextRules.shaped(1, 64, "the schema " + SCHEMA, SCHEMA::equals);
    private static final TextRule HEX =
            TextRules.shaped(0, 64, "64 hexadecimal digits", text -> text.matches("[0-9a-f]{64}"));

    /** A directory that was never used. */
    static final LocalState NEW = new LocalState(0, "", Map.of(), Map.of(), Head.EMPTY, Head.EMPTY, List.of());

    LocalState {
        budgets = Map.copyOf(budgets);
        credits = Map.copyOf(credits);
        holds = List.copyOf(holds);
    }

    /**
     * The end of a chain and of its file.
     *
     * @param bytes length of the file
     */
    record Head(HashChain chain, long bytes) {
        static final Head EMPTY = new Head(HashChain.empty(), 0);

        private JsonObject toJson() {
            return JsonObject.builder()
                    .put("sequence", chain.sequence())
                    .put("chain_hash", HexFormat.of().formatHex(chain.chainHash()))
                    .put("bytes", bytes)
                    .build();
        }

        private static Head read(ObjectReader in) {
            long sequence = or(in.field("sequence").required().longInteger(0, Long.MAX_VALUE), 0L);
            String hash = or(in.field("chain_hash").required().text(HEX), "0".repeat(64));
            long bytes = or(in.field("bytes").required().longInteger(0, Long.MAX_VALUE), 0L);
            return new Head(HashChain.at(sequence, HexFormat.of().parseHex(hash)), bytes);
        }
    }

    /** The state of a directory. */
    static LocalState read(StateDirectory directory) {
        return directory.read(StateFile.STATE.fileName()).map(LocalState::read).orElse(NEW);
    }

    private static LocalState read(byte[] bytes) {
        try {
            Findings findings = new Findings();
            LocalState state = ObjectReader.document(JsonReader.read(bytes), CODES, findings, LocalState::read);
            findings.throwIfAny();
            return state;
        } catch (JsonSyntaxException | RejectedException | IllegalStateException | IllegalArgumentException e) {
            throw new CliException(
                    "the state directory's " + StateFile.STATE.fileName() + " is damaged: " + e.getMessage(),
                    "only the gate itself writes that file; restore the directory from a copy");
        }
    }

    private static LocalState read(ObjectReader in) {
        in.field("schema").required().text(SCHEMA_RULE);
        Map<String, Amount> budgets = new TreeMap<>();
        in.field("budgets")
                .required()
                .list(element -> element.object(budget -> budgets.put(
                        or(budget.field("project_id").required().text(Grant.NAME), "?"),
                        or(budget.field("monthly_limit").required().nonNegativeAmount(), Amount.ZERO))));
        Map<String, String> credits = new TreeMap<>();
        in.field("credits")
                .required()
                .list(element -> element.object(credit -> credits.put(
                        or(credit.field("grant_id").required().text(Grant.NAME), "?"),
                        or(credit.field("sha256").required().text(HEX), "?"))));
        return new LocalState(
                or(in.field("policy_version").required().longInteger(0, Integer.MAX_VALUE), 0L),
                or(in.field("policy_sha256").text(HEX), ""),
                budgets,
                credits,
                in.field("decisions").required().object(Head::read),
                in.field("governance").required().object(Head::read),
                or(in.field("holds").required().list(element -> element.object(HoldJson::read)), List.of()));
    }

    /** The text of the state file. */
    String text() {
        JsonArray budgetList = JsonArray.of(new TreeMap<>(budgets)
                .entrySet().stream()
                        .map(budget -> JsonObject.builder()
                                .put("project_id", budget.getKey())
                                .put("monthly_limit", Amount.toJson(budget.getValue()))
                                .build()));
        JsonArray creditList = JsonArray.of(new TreeMap<>(credits)
                .entrySet().stream()
                        .map(credit -> JsonObject.builder()
                                .put("grant_id", credit.getKey())
                                .put("sha256", credit.getValue())
                                .build()));
        return CanonicalJson.text(JsonObject.builder()
                        .put("schema", SCHEMA)
                        .put("policy_version", policyVersion)
                        .put("policy_sha256", policySha256.isEmpty() ? null : policySha256)
                        .put("budgets", budgetList)
                        .put("credits", creditList)
                        .put("decisions", decisions.toJson())
                        .put("governance", governance.toJson())
                        .put("holds", JsonArray.of(holds.stream().map(HoldJson::stored)))
                        .build())
                + "\n";
    }
}
