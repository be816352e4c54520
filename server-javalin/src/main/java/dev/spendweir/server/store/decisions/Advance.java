package dev.spendweir.server.store.decisions;

import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.gate.Draft;
import dev.spendweir.server.gate.TenantVersions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far drafts of one tenant that are stored together move its chain.
 *
 * @param base what the first of them was made on
 * @param tip where the last of them leaves the chain
 */
record Advance(String tenantId, TenantVersions base, HashChain tip) {
    /** One for each tenant; empty: the drafts do not follow one another. */
    static List<Advance> of(List<Draft> drafts) {
        Map<String, Advance> advances = new LinkedHashMap<>();
        Map<String, TenantVersions> tips = new LinkedHashMap<>();
        for (Draft draft : drafts) {
            TenantVersions before = tips.put(draft.tenantId(), draft.tip());
            if (before != null && !before.isSameAs(draft.base())) {
                return List.of();
            }
            HashChain tip = draft.tip().head();
            advances.merge(
                    draft.tenantId(),
                    new Advance(draft.tenantId(), draft.base(), tip),
                    (first, next) -> new Advance(first.tenantId(), first.base(), next.tip()));
        }
        return List.copyOf(advances.values());
    }
}
