package dev.spendweir.server.sealing;

import dev.spendweir.export.ExportBuilder;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.note.SigningKey;
import dev.spendweir.note.VerifierKey;
import dev.spendweir.note.VerifierKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of the ledger: the one that signs and those whose signatures are believed. One key signs for all tenants; each
 * chain has it under a name of its own, so no note of one chain passes for another's. Immutable and thread-safe.
 *
 * @param signing signs checkpoints
 * @param exports signs the manifests of exports, each tenant's under {@link ExportBuilder#keyName}
 * @param former public keys that signed either before, 32 bytes each
 */
public record LedgerKeys(SigningKey signing, SigningKey exports, List<byte[]> former) {
    public LedgerKeys {
        former = List.copyOf(former);
    }

    /** One key for checkpoints and exports. */
    public static LedgerKeys of(SigningKey signing, List<byte[]> former) {
        return new LedgerKeys(signing, signing, former);
    }

    /** The public keys for a chain's checkpoints, the one that signs now first. */
    public VerifierKeys of(String tenantId, Chain chain) {
        return named(Checkpoint.origin(tenantId, chain), signing);
    }

    /** What a tenant's auditor needs: the keys of all its chains and of its exports. */
    public VerifierKeys of(String tenantId) {
        List<VerifierKey> keys = new ArrayList<>();
        for (Chain chain : Chain.values()) {
            keys.addAll(of(tenantId, chain).keys());
        }
        keys.addAll(named(ExportBuilder.keyName(tenantId), exports).keys());
        return new VerifierKeys(keys);
    }

    private VerifierKeys named(String name, SigningKey current) {
        List<VerifierKey> keys = new ArrayList<>();
        keys.add(VerifierKey.of(name, current.publicKey()));
        former.forEach(key -> keys.add(VerifierKey.of(name, key)));
        return new VerifierKeys(keys);
    }
}
