package dev.spendweir.vectors.generate;

import dev.spendweir.vectors.author.Quoted;
import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonNumber;
import dev.spendweir.vectors.naive.NaiveEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Inputs of the ledger and Merkle ops: proofs that hold, and the same proofs with something changed. */
final class RandomLedgers {
    private final Dice dice;

    RandomLedgers(Dice dice) {
        this.dice = dice;
    }

    Map<String, Object> entry() {
        return Json.object(
                "schema",
                "spendweir.ledger.entry/v1",
                "tenant_id",
                dice.pick("acme", "\u00e9", "e\u0301"),
                "sequence",
                new JsonNumber(dice.pick("1", "2", "1.0", "1e3", "9007199254740993", "1e400", "-0")),
                "trace_id",
                dice.pick(null, "t", dice.percent(10) ? "\ud800" : "\ud83d\ude00"),
                "nested",
                new ArrayList<>(List.of(Json.object("b", true, "a", new JsonNumber("0.10")))));
    }

    Map<String, Object> chain() {
        List<Object> entries = new ArrayList<>();
        for (int i = dice.below(6); i > 0; i--) {
            entries.add(entry());
        }
        return Json.object("entries", entries);
    }

    Map<String, Object> leaves() {
        List<Object> leaves = new ArrayList<>();
        for (int i = dice.between(0, 20); i > 0; i--) {
            leaves.add(String.format("%02x", dice.below(256)).repeat(dice.pick(0, 1, 2, 32)));
        }
        return Json.object("leaves", leaves);
    }

    private static int count(Map<String, Object> leaves) {
        return Json.asList(leaves.get("leaves")).size();
    }

    /** An input of merkle.inclusion, to be proved or to be verified. */
    Map<String, Object> inclusion() {
        Map<String, Object> input = leaves();
        int index = Math.max(0, dice.between(-1, count(input)));
        input.put("index", JsonNumber.of(index));
        Object made = NaiveEngine.apply("merkle.inclusion", input).result();
        if (made == null || dice.percent(35)) {
            return input;
        }
        Map<String, Object> proof = Json.asObject(Quoted.copy(made));
        proof.put("index", JsonNumber.of(index));
        proof.put("size", JsonNumber.of(count(input)));
        return dice.percent(40) ? proof : changed(proof, "leaf_hash", "root", "index", "size");
    }

    /** An input of merkle.consistency, to be proved or to be verified. */
    Map<String, Object> consistency() {
        Map<String, Object> input = leaves();
        int first = Math.max(0, dice.between(-1, count(input) + 1));
        input.put("first", JsonNumber.of(first));
        Object made = NaiveEngine.apply("merkle.consistency", input).result();
        if (made == null || dice.percent(35)) {
            return input;
        }
        Map<String, Object> proof = Json.asObject(Quoted.copy(made));
        proof.put("first", JsonNumber.of(first));
        proof.put("second", JsonNumber.of(count(input)));
        return dice.percent(40) ? proof : changed(proof, "first_root", "second_root", "first", "second");
    }

    private Map<String, Object> changed(
            Map<String, Object> proof, String hash, String otherHash, String number, String otherNumber) {
        List<Object> hashes = Json.asList(proof.get("proof"));
        switch (dice.below(6)) {
            case 0 -> proof.put(dice.pick(hash, otherHash), "00".repeat(32));
            case 1 -> proof.put(dice.pick(number, otherNumber), JsonNumber.of(dice.below(22)));
            case 2 -> hashes.add(dice.below(hashes.size() + 1), "11".repeat(32));
            case 3 -> dice.shuffle(hashes);
            default -> {
                if (!hashes.isEmpty()) {
                    hashes.remove(dice.below(hashes.size()));
                }
            }
        }
        return proof;
    }
}
