package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One file of vectors being written: {@code vectors/<family>/<name>.json}. */
public final class VectorFile {
    private final String family;
    private final String name;
    private final String spec;
    private final List<Draft> drafts = new ArrayList<>();

    /** The spec is that of every vector which does not say otherwise. */
    VectorFile(String family, String name, String spec) {
        this.family = family;
        this.name = name;
        this.spec = spec;
    }

    /** A new vector; its id is the family, a dash and the slug. */
    public Draft add(String slug, String op, String title, Map<String, Object> input) {
        Draft draft = new Draft(family + "-" + slug, op, title, spec, input);
        drafts.add(draft);
        return draft;
    }

    String path() {
        return "vectors/" + family + "/" + name + ".json";
    }

    List<String> ids() {
        return drafts.stream().map(Draft::id).toList();
    }

    /** The file's text: one line for each member of a vector, so that a change shows where it is. */
    String text(String version) {
        StringBuilder out = new StringBuilder("{\n");
        out.append("\"family\":").append(Json.write(family)).append(",\n");
        out.append("\"version\":").append(Json.write(version)).append(",\n");
        out.append("\"vectors\":[\n");
        String separator = "";
        for (Draft draft : drafts) {
            out.append(separator).append("{\n");
            String comma = "";
            for (Map.Entry<String, Object> member : draft.finish().entrySet()) {
                out.append(comma).append(" \"").append(member.getKey()).append("\":").append(Json.write(member.getValue()));
                comma = ",\n";
            }
            out.append("\n}");
            separator = ",\n";
        }
        return out.append("\n]\n}\n").toString();
    }
}
