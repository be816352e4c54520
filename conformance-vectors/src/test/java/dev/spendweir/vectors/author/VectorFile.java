package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One file of vectors being written: {@code vectors/<family>/<name>.json}. */
public final class VectorFile {
    private static final Pattern LONE_SURROGATE = Pattern.compile("(?<!\\\\)(\\\\\\\\)*\\\\ud[89a-f]");

    private final String family;
    private final String name;
    private final String spec;
    private final List<Draft> drafts = new ArrayList<>();
    private List<Map<String, Object>> finished;

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

    /** Where the vectors lie; those with lone surrogates lie apart, because many JSON readers refuse the whole file. */
    String path(boolean withLoneSurrogates) {
        return "vectors/" + family + "/" + name + (withLoneSurrogates ? "_surrogates" : "") + ".json";
    }

    /** The file's text, one line for each member of a vector, so that a change shows where it is; null when it has no vectors. */
    String text(String version, boolean withLoneSurrogates) {
        List<Map<String, Object>> vectors = finished().stream()
                .filter(vector -> hasLoneSurrogate(vector) == withLoneSurrogates)
                .toList();
        return vectors.isEmpty() ? null : text(version, vectors);
    }

    /** The writer escapes nothing else in the range of surrogates. */
    private static boolean hasLoneSurrogate(Map<String, Object> vector) {
        return LONE_SURROGATE.matcher(Json.write(vector)).find();
    }

    private String text(String version, List<Map<String, Object>> vectors) {
        StringBuilder out = new StringBuilder("{\n");
        out.append("\"family\":").append(Json.write(family)).append(",\n");
        out.append("\"version\":").append(Json.write(version)).append(",\n");
        out.append("\"vectors\":[\n");
        String separator = "";
        for (Map<String, Object> vector : vectors) {
            out.append(separator).append("{\n");
            String comma = "";
            for (Map.Entry<String, Object> member : vector.entrySet()) {
                out.append(comma)
                        .append(" \"")
                        .append(member.getKey())
                        .append("\":")
                        .append(Json.write(member.getValue()));
                comma = ",\n";
            }
            out.append("\n}");
            separator = ",\n";
        }
        return out.append("\n]\n}\n").toString();
    }

    /** All vectors; every contradicted fact is reported, not the first only. */
    private List<Map<String, Object>> finished() {
        finished = finished == null ? finishAll() : finished;
        return finished;
    }

    private List<Map<String, Object>> finishAll() {
        List<Map<String, Object>> vectors = new ArrayList<>();
        List<String> contradictions = new ArrayList<>();
        for (Draft draft : drafts) {
            try {
                vectors.add(draft.finish());
            } catch (IllegalStateException e) {
                contradictions.add(e.getMessage());
            }
        }
        if (!contradictions.isEmpty()) {
            throw new IllegalStateException(String.join("\n", contradictions));
        }
        return vectors;
    }
}
