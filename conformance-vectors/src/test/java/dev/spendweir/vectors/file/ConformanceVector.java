package dev.spendweir.vectors.file;

import java.util.List;
import java.util.Map;

/** One vector as it lies in its file; inputs and answers keep the texts of their numbers. */
public record ConformanceVector(
        String family,
        String id,
        String title,
        String spec,
        String profile,
        List<String> requires,
        String vectorClass,
        List<String> flags,
        String op,
        Map<String, Object> input,
        Map<String, Object> expect) {}
