package dev.spendweir.reading;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one document: at most one finding per pointer, the first one (spec 10 A4). Not
 * thread-safe; costs nothing while nothing is wrong.
 */
public final class Findings {

    private @Nullable Map<String, Finding> byPointer;

    /** Notes a mistake unless the pointer already has one. */
    public void add(ErrorCode code, String pointer, String detail) {
        if (byPointer == null) {
            byPointer = new LinkedHashMap<>();
        }
        byPointer.putIfAbsent(pointer, new Finding(code, pointer, detail));
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return byPointer == null;
    }

    /** Whether something is wrong at exactly this pointer. */
    public boolean has(String pointer) {
        return byPointer != null && byPointer.containsKey(pointer);
    }

    /**
     * Refuses the document when anything is wrong.
     *
     * @throws RejectedException with all findings, in order
     */
    public void throwIfAny() {
        if (byPointer != null) {
            throw new RejectedException(new ArrayList<>(byPointer.values()));
        }
    }
}
