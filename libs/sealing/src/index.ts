export {
  type BranchDeclaration,
  branchFrom,
  branchNote,
  type BranchSaid,
  type DeclaredBranch,
  declaredBranches,
  isGivenUp,
} from './note/branch-note';
export { type Checkpoint, checkpointIn, CheckpointMalformed, checkpointText } from './note/checkpoint';
export { ed25519Signer, KeyUnusable, newEd25519Key, verifierFrom } from './note/ed25519-key';
export { type IntroducedKey, introducedKeys, introductionNote } from './note/key-introduction';
export {
  NoteMalformed,
  type NoteSigner,
  NoteSignatureWrong,
  type NoteVerifier,
  openNote,
  signNote,
} from './note/signed-note';
export { frameLeaf, LeafFramer } from './leaf/leaf-framing';
export {
  type Acknowledged,
  type Alarm,
  nothingSigned,
  ProcessMemory,
  type Remembered,
  SignerMemory,
} from './memory/signer-memory';
export { SealAlarm } from './seal-alarm';
export { neverRestored, type RestoreWatch } from './restore-watch';
export { SealContradicted, type SealContradiction, settledByBranch } from './seal-contradicted';
export { noSealKeys, type SealKeys, trustedKeys } from './seal-keys';
export { GrowingTiles } from './tree/growing-tiles';
export { GrowingTree } from './tree/growing-tree';
export { type Hash, type HashSuite, leafHash, sha256Rfc6962 } from './tree/hash-suite';
export { TileMissing } from './tree/tiles';
export { provesConsistency, provesInclusion } from './tree/proofs';
export { type AuditOptions, type AuditReport, auditLog } from './audit/audit-log';
export { type CheckpointCopy, type KnownHead } from './audit/checkpoints-in-order';
export { type Finding, type FindingCode, signerGoesOnDespite } from './audit/finding';
export { keyFindings } from './audit/key-findings';
export { type RollingAuditOptions, RollingAudit } from './audit/rolling-audit';
export { type SealState, type StoredCheckpoint, storedKeys } from './seal-records';
export { Sealer } from './sealer';
export { SealerRunner, signEveryMsDefault } from './sealer-runner';
export { type ConsistencyProof, GivenInProcess, type GivenMemory, type InclusionProof, Seals } from './seals';
