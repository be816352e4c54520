package dev.spendweir.vectors.author;

import java.util.List;

/** What the vectors about contexts have in common. 2026-03-11 is a Wednesday; February and March 2026 begin on Sundays. */
abstract class ContextDrafts {
    final VectorFile file;

    ContextDrafts(VectorFile file) {
        this.file = file;
    }

    static final String OP = "context.compute";

    Draft add(String slug, String title, Ask ask) {
        return file.add(slug, OP, title, ask.input());
    }

    /** 10 a day from the first of February up to the tenth of March. */
    static List<Object> flat() {
        return Rows.daily("2026-02-01", "2026-03-10", "10");
    }
}
