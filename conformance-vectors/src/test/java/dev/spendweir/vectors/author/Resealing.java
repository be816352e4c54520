package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonReader;
import dev.spendweir.vectors.naive.NaiveEd25519;
import dev.spendweir.vectors.naive.NotJsonException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives an export whose files were changed hashes and a signature that fit again, so that what was changed is looked at. */
public final class Resealing {
    private Resealing() {}

    /** Does it in place; a manifest that cannot be read any more stays as it is. */
    public static void reseal(List<Object> files) {
        Map<String, Map<String, Object>> byName = new HashMap<>();
        for (Object file : files) {
            if (Json.at(file, "name") instanceof String name && Json.at(file, "text") instanceof String) {
                byName.put(name, Json.asObject(file));
            }
        }
        if (!byName.keySet().containsAll(List.of("manifest.json", "manifest.sha256", "manifest.sig"))) {
            return;
        }
        Object manifest;
        try {
            manifest = JsonReader.read(text(byName, "manifest.json"));
        } catch (NotJsonException e) {
            return;
        }
        if (Json.at(manifest, "files") instanceof List) {
            for (Object listed : Json.asList(Json.at(manifest, "files"))) {
                if (Json.at(listed, "name") instanceof String name && byName.containsKey(name)) {
                    byte[] bytes = text(byName, name).getBytes(StandardCharsets.UTF_8);
                    Json.asObject(listed).put("bytes", Bundle.number(bytes.length));
                    Json.asObject(listed).put("sha256", Hashes.sha256(bytes));
                }
            }
        }
        String text = Json.write(manifest);
        byte[] point = NaiveEd25519.publicKey(NoteDrafts.SEED);
        byte[] signature = NaiveEd25519.sign(NoteDrafts.SEED, text.getBytes(StandardCharsets.UTF_8));
        byName.get("manifest.json").put("text", text);
        byName.get("manifest.sha256").put("text", Hashes.sha256(text) + "  manifest.json\n");
        byName.get("manifest.sig")
                .put(
                        "text",
                        Json.write(Json.object(
                                "alg",
                                "Ed25519",
                                "kid",
                                Hashes.hex(NoteDrafts.id("spendweir/acme/export", point)),
                                "signature",
                                NoteDrafts.base64(signature))));
    }

    private static String text(Map<String, Map<String, Object>> byName, String name) {
        return (String) byName.get(name).get("text");
    }
}
