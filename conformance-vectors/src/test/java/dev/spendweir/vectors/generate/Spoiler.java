package dev.spendweir.vectors.generate;

import dev.spendweir.vectors.author.Quoted;
import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a good input bad, or at least odd, in one to three places. */
final class Spoiler {
    private final Dice dice;

    Spoiler(Dice dice) {
        this.dice = dice;
    }

    Map<String, Object> spoiled(Map<String, Object> good) {
        Map<String, Object> input = Json.asObject(Quoted.copy(good));
        for (int i = dice.pick(1, 1, 2, 3); i > 0; i--) {
            spoil(input);
        }
        return input;
    }

    private void spoil(Object root) {
        Object here = root;
        while (true) {
            List<Object> inner = new ArrayList<>();
            for (Object child : here instanceof Map ? Json.asObject(here).values() : Json.asList(here)) {
                boolean container = child instanceof Map || child instanceof List;
                if (container
                        && (child instanceof Map
                                ? !Json.asObject(child).isEmpty()
                                : !Json.asList(child).isEmpty())) {
                    inner.add(child);
                }
            }
            if (inner.isEmpty() || dice.percent(here == root ? 12 : 35)) {
                break;
            }
            here = dice.pick(inner);
        }
        if (here instanceof Map) {
            spoilObject(Json.asObject(here));
        } else {
            spoilList(Json.asList(here));
        }
    }

    private void spoilObject(Map<String, Object> members) {
        String key = members.isEmpty() ? "x" : dice.pick(new ArrayList<>(members.keySet()));
        switch (dice.below(6)) {
            case 0 -> members.remove(key);
            case 1 -> members.put(dice.pick("extra", "a/b~c", "", key + "x"), junk());
            case 2 -> members.put(key, null);
            default -> members.put(key, members.get(key) instanceof String text ? oddText(text) : junk());
        }
    }

    private void spoilList(List<Object> items) {
        int at = items.isEmpty() ? 0 : dice.below(items.size());
        if (items.isEmpty() || dice.percent(25)) {
            items.add(items.isEmpty() ? junk() : Quoted.copy(items.get(at)));
        } else {
            items.set(at, items.get(at) instanceof String text ? oddText(text) : junk());
        }
    }

    private Object oddText(String text) {
        return switch (dice.below(12)) {
            case 0 -> "";
            case 1 -> " " + text;
            case 2 -> text + "\u0000";
            case 3 -> text.toUpperCase(java.util.Locale.ROOT);
            case 4 -> text + "\ud800";
            case 5 -> text.repeat(40);
            case 6 -> "-" + text;
            case 7 -> text + "0";
            case 8 -> text.replace('Z', 'z');
            case 9 -> "EUR";
            default -> junk();
        };
    }

    private Object junk() {
        return dice.pick(
                "x",
                "",
                true,
                null,
                new ArrayList<>(),
                Json.object(),
                new JsonNumber("0"),
                new JsonNumber("-1"),
                new JsonNumber("1.0"),
                new JsonNumber("2147483648"),
                new JsonNumber("99999999999999999999"),
                new JsonNumber("1e400"),
                "2026-02-29",
                "1000000000000.000001");
    }
}
