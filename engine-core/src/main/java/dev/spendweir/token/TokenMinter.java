package dev.spendweir.token;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import java.nio.charset.StandardCharsets;

/** Makes tokens of claims: JWS compact serialisation, header exactly {alg, kid, typ} (spec 2.2). Thread-safe. */
public final class TokenMinter {
    private final TokenSigner signer;
    private final String header;

    /** @param signer of the ring's active key */
    public TokenMinter(TokenSigner signer) {
        this.signer = signer;
        JsonObject fields = JsonObject.builder()
                .put("alg", signer.key().algorithm().wireName())
                .put("kid", signer.key().kid())
                .put("typ", ApprovalToken.MEDIA_TYPE)
                .build();
        this.header = Base64Url.encode(CanonicalJson.bytes(fields)) + ".";
    }

    /** The name of the key that signs. */
    public String kid() {
        return signer.key().kid();
    }

    /**
     * The token's text, at most {@link ApprovalToken#MAX_LENGTH} for claims of the lengths that the gate admits.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code INVALID_JSON} for a claim with a lone surrogate
     */
    public String mint(ApprovalToken claims) {
        String signed = header + Base64Url.encode(CanonicalJson.bytes(claims.toJson()));
        byte[] signature = signer.sign(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64Url.encode(signature);
    }
}
