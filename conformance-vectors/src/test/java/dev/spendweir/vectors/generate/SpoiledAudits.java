package dev.spendweir.vectors.generate;

import dev.spendweir.vectors.author.Quoted;
import dev.spendweir.vectors.author.Resealing;
import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lines of the protocol made from vectors about checkpoints, tampering and exports: tampered with once more, or simply spoiled. */
public final class SpoiledAudits {
    private SpoiledAudits() {}

    /** A line for a seed: one of these vectors (op and input), changed in one to three places. */
    public static String line(long seed, List<Map<String, Object>> vectors) {
        Dice dice = new Dice(seed);
        Map<String, Object> vector = dice.pick(vectors);
        Map<String, Object> input = Json.asObject(Quoted.copy(vector.get("input")));
        if (dice.percent(30)) {
            input = new Spoiler(dice).spoiled(input);
        } else if (input.get("files") instanceof List
                && !Json.asList(input.get("files")).isEmpty()) {
            for (int i = dice.pick(1, 1, 2); i > 0; i--) {
                edit(dice, Json.asObject(dice.pick(Json.asList(input.get("files")))));
            }
            if (dice.percent(85)) {
                Resealing.reseal(Json.asList(input.get("files")));
            }
        } else {
            for (int i = dice.pick(1, 1, 2, 3); i > 0; i--) {
                tamper(dice, input);
            }
        }
        return Json.write(Json.object("id", JsonNumber.of(seed), "op", vector.get("op"), "input", input));
    }

    /** A character of a file, or a line of it. */
    private static void edit(Dice dice, Map<String, Object> file) {
        if (!(file.get("text") instanceof String text)) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)", -1)));
        int at = dice.below(lines.size());
        switch (dice.below(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(dice.below(lines.size())));
            case 2 -> lines.add(dice.below(lines.size()), lines.remove(at));
            default -> lines.set(at, flipped(dice, lines.get(at)));
        }
        file.put("text", String.join("", lines));
    }

    private static void tamper(Dice dice, Map<String, Object> input) {
        List<Object> lines = input.get("lines") instanceof List ? Json.asList(input.get("lines")) : new ArrayList<>();
        if (lines.isEmpty() || dice.percent(25)) {
            flipAText(dice, input);
            return;
        }
        int at = dice.below(lines.size());
        if (!(lines.get(at) instanceof Map)) {
            lines.remove(at);
            return;
        }
        switch (dice.below(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, Quoted.copy(lines.get(dice.below(lines.size()))));
            case 2 -> lines.add(dice.below(lines.size()), lines.remove(at));
            case 3 -> lines.subList(at, lines.size()).clear();
            case 4 -> {
                Json.asObject(lines.get(at)).put("payload", null);
                Json.asObject(lines.get(at)).put("salt", null);
            }
            default -> flipAText(dice, Json.asObject(lines.get(at)));
        }
    }

    /** One character of one text, or one number, becomes another. */
    private static void flipAText(Dice dice, Map<String, Object> members) {
        if (members.isEmpty()) {
            return;
        }
        String name = dice.pick(new ArrayList<>(members.keySet()));
        Object value = members.get(name);
        if (value instanceof Map) {
            flipAText(dice, Json.asObject(value));
        } else if (value instanceof List && !Json.asList(value).isEmpty()) {
            List<Object> items = Json.asList(value);
            int at = dice.below(items.size());
            items.set(at, items.get(at) instanceof String text ? flipped(dice, text) : items.get(at));
        } else if (value instanceof String text) {
            members.put(name, flipped(dice, text));
        } else if (value instanceof JsonNumber) {
            members.put(name, JsonNumber.of(dice.below(7)));
        }
    }

    private static String flipped(Dice dice, String text) {
        if (text.isEmpty()) {
            return "0";
        }
        int at = dice.below(text.length());
        String other = dice.pick("0", "1", "a", "f", "A", "\n", "+", "/", "=", "\u2014");
        return text.substring(0, at) + other + text.substring(at + 1);
    }
}
