export { type Checkpoint, checkpointIn, CheckpointMalformed, checkpointText } from './note/checkpoint';
export { ed25519Signer, KeyUnusable, newEd25519Key, verifierFrom } from './note/ed25519-key';
export {
  NoteMalformed,
  type NoteSigner,
  NoteSignatureWrong,
  type NoteVerifier,
  openNote,
  signNote,
} from './note/signed-note';
export { frameLeaf, LeafFramer } from './leaf/leaf-framing';
export { noSealKeys, type SealKeys } from './seal-keys';
export { GrowingTiles } from './tree/growing-tiles';
export { GrowingTree } from './tree/growing-tree';
export { type Hash, type HashSuite, leafHash, sha256Rfc6962 } from './tree/hash-suite';
export { TileMissing } from './tree/tiles';
export { provesConsistency, provesInclusion } from './tree/proofs';
export { type AuditOptions, type AuditReport, auditLog } from './audit/audit-log';
export { type CheckpointCopy } from './audit/checkpoints-in-order';
export { type Finding, type FindingCode } from './audit/finding';
export { type SealState, type StoredCheckpoint, storedKeys } from './seal-records';
export { SealContradicted, Sealer } from './sealer';
export { SealerRunner, signEveryMsDefault } from './sealer-runner';
export { type ConsistencyProof, type InclusionProof, Seals } from './seals';
