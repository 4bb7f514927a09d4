import type { Examples } from '../../../../../test/support/examples';
import type { RestorationEvent, SignedTree } from './restoration.events';

const treeOf = (size: number): SignedTree => ({
  size,
  note: `ledger.example/fire-credit
${size}
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
suite sha256-rfc6962 ed25519
time 2026-11-28T01:00:00.000Z

— ledger.example/fire-credit gOZO9eJBQRTEezY6EVG0PgpGL3UHpAzkEOUF+oJ7o1/OfH1AkSV6bT+3yGLBjJuUKb8/+lzvEkXSCeD+CmmNd+P6sA4=
`,
});
const good = treeOf(8400);
const last = treeOf(8426);
const vkey = 'ledger.example/fire-credit-2+2b8b3d51+AThUu03B+PffWkw45KBVR/3dnR9I5tcmbLMQL9yXX+Ad';

export const examples: Examples<RestorationEvent> = {
  RestoreBegun: {
    subjectId: null,
    reason: '磁盘损坏，恢复昨日备份',
    restoredPosition: 8400,
    begunOn: '2026-11-28',
  },
  RestoredLogVerified: { subjectId: null, last, good, goodPosition: 8400, verifiedOn: '2026-11-28' },
  RestoredKeysSettled: { subjectId: null, merged: 0, destroyed: 2, settledOn: '2026-11-28' },
  RestoredBodyCompared: {
    subjectId: null,
    endpoint: 'credit-hebei',
    asked: true,
    surplus: 3,
    lost: 0,
    differing: 0,
    listHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    comparedOn: '2026-11-28',
  },
  LogBranchDeclared: {
    subjectId: null,
    shiftAfter: 8400,
    shift: 28_700_000,
    origin: 'ledger.example/fire-credit-2',
    vkey,
    note: `ledger.example/fire-credit-2
log branch
${vkey}
after ledger.example/fire-credit
good 8400 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
lost 8426 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
time 2026-11-28T02:00:00.000Z

— ledger.example/fire-credit-2 K4s9Uc5O9eJBQRTEezY6EVG0PgpGL3UHpAzkEOUF+oJ7o1/OfH1AkSV6bT+3yGLBjJuUKb8/+lzvEkXSCeD+CmmNd+P6sA4=
— ledger.example/fire-credit gOZO9eJBQRTEezY6EVG0PgpGL3UHpAzkEOUF+oJ7o1/OfH1AkSV6bT+3yGLBjJuUKb8/+lzvEkXSCeD+CmmNd+P6sA4=
`,
    good,
    lost: last,
    reason: '昨日备份之后的条目无法恢复',
    declaredOn: '2026-11-28',
  },
  RestoreClosed: { subjectId: null, shiftAfter: 8426, shift: 28_700_000, reason: '核对无误', closedOn: '2026-11-28' },
};
