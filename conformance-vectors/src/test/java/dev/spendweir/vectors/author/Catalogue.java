package dev.spendweir.vectors.author;

import java.util.List;

/** All curated vector files. */
final class Catalogue {
    private Catalogue() {}

    static List<VectorFile> files() {
        return List.of(
                AmountVectors.parse(),
                CanonicalJsonVectors.canonicalize(),
                RequestVectors.normalize(),
                RequestErrorVectors.errors(),
                PolicyVectors.canonicalize(),
                PolicyErrorVectors.errors(),
                ContextVectors.spendAndForecast(),
                SnapshotVectors.errors(),
                AnomalyVectors.anomaly(),
                RiskVectors.risk(),
                WaterfallVectors.stages(),
                DecisionVectors.decide(),
                ModeVectors.matrix(),
                ModeVectors.failsafe(),
                RoutingVectors.routes(),
                ApprovalVectors.histories(),
                ApprovalVectors.errors(),
                TokenVectors.claims(),
                TokenAttackVectors.attacks(),
                ReservationVectors.histories(),
                ReservationVectors.errors(),
                IngestEnvelopeVectors.accept(),
                FocusVectors.focus(),
                LedgerVectors.hashes(),
                CheckpointVectors.checkpoints(),
                TamperVectors.tampering(),
                MerkleVectors.merkle(),
                ExportVectors.building(),
                ExportAuditVectors.verifying());
    }
}
