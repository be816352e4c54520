package dev.spendweir.server.oidc;

import dev.spendweir.canonical.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For which tenants an issuer speaks.
 *
 * @param claim names the tenant; null: there is one tenant only
 * @param tenants by the value of the claim; with no claim the one tenant, under its own name
 */
record TenantMapping(@Nullable ClaimPath claim, Map<String, String> tenants) {

    TenantMapping {
        tenants = Map.copyOf(tenants);
        if (tenants.isEmpty() || (claim == null && tenants.size() != 1)) {
            throw new IllegalArgumentException("without a claim there is exactly one tenant");
        }
    }

    /**
     * The tenant that the claims name.
     *
     * @throws TokenRefusedException {@code TENANT} when they name none that the issuer may speak for
     */
    String tenant(JsonObject claims) {
        if (claim == null) {
            return tenants.values().iterator().next();
        }
        String tenantId = claim.text(claims).map(tenants::get).orElse(null);
        if (tenantId == null) {
            throw new TokenRefusedException(Refusal.TENANT);
        }
        return tenantId;
    }
}
