package dev.spendweir.price;

import java.util.ArrayList;
import java.util.List;

/**
 * The way to an attribute of a resource: names of members and indexes of lists, written with dots
 * ({@code scaling_config.0.desired_size}).
 *
 * @param segments at least one; a segment of digits is the index of a list, from 0
 */
record AttributePath(List<String> segments) {

    /** Segments a path may have: the deepest attribute that costs money is far above this. */
    static final int MAX_SEGMENTS = 12;

    AttributePath {
        segments = List.copyOf(segments);
        if (segments.isEmpty() || segments.size() > MAX_SEGMENTS || segments.contains("")) {
            throw new IllegalArgumentException("a path has 1 to " + MAX_SEGMENTS + " non-empty segments");
        }
    }

    static AttributePath parse(String dotted) {
        return new AttributePath(List.of(dotted.split("\\.", -1)));
    }

    /** The path inside of the elements of the list that {@code list} leads to. */
    AttributePath under(AttributePath list) {
        List<String> all = new ArrayList<>(list.segments);
        all.add("*");
        all.addAll(segments);
        return new AttributePath(all);
    }

    String dotted() {
        return String.join(".", segments);
    }
}
