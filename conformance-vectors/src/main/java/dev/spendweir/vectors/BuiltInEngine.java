package dev.spendweir.vectors;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.engine.GateEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The engine of this program, asked by the lines of the protocol as any other one. Thread-safe. */
public final class BuiltInEngine implements VectorEngine {

    private final EngineOps ops = new EngineOps(GateEngine.create());

    /** Serves the protocol on these streams until the input ends. */
    public void serve(InputStream in, OutputStream out) throws IOException {
        new LineProtocol(ops, in, out).serve();
    }

    @Override
    public String name() {
        return "built-in";
    }

    @Override
    public Answers ask(List<VectorCase> vectors) {
        LineProtocol protocol = new LineProtocol(ops, InputStream.nullInputStream(), OutputStream.nullOutputStream());
        Map<String, JsonObject> answers = new HashMap<>();
        for (VectorCase vector : vectors) {
            answers.put(vector.id(), protocol.answer(vector.requestLine()).without("id"));
        }
        return new Answers(answers, null);
    }
}
