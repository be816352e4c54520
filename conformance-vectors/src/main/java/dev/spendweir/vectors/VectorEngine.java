package dev.spendweir.vectors;

import dev.spendweir.canonical.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is asked the vectors. */
public sealed interface VectorEngine permits BuiltInEngine, ProcessEngine {

    /** What to call it in a report. */
    String name();

    /** Asks it all these, in order. A failing engine is part of the answer, no exception. */
    Answers ask(List<VectorCase> vectors);

    /**
     * What it answered.
     *
     * @param byId answer lines without their id, by the id of the vector
     * @param failure why there are not more; null when the engine did what the protocol says
     */
    record Answers(Map<String, JsonObject> byId, @Nullable String failure) {
        public Answers {
            byId = Map.copyOf(Objects.requireNonNull(byId, "byId"));
        }
    }
}
