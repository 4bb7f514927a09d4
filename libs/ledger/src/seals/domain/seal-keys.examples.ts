import type { Examples } from '../../../../../test/support/examples';
import type { SealKeyEvent } from './seal-keys.events';

const vkey = 'ledger.example/fire-credit+80e64ef5+AThUu03B+PffWkw45KBVR/3dnR9I5tcmbLMQL9yXX+Ad';

export const examples: Examples<SealKeyEvent> = {
  SealKeyIntroduced: {
    subjectId: null,
    origin: 'ledger.example/fire-credit',
    vkey,
    note: `ledger.example/fire-credit
seal key
${vkey}
2026-11-28T01:00:00.000Z

— ledger.example/fire-credit gOZO9eJBQRTEezY6EVG0PgpGL3UHpAzkEOUF+oJ7o1/OfH1AkSV6bT+3yGLBjJuUKb8/+lzvEkXSCeD+CmmNd+P6sA4=
— ledger.example/fire-credit g2HYyosZ6jv/0jHEnxo34rWIYl565TallcdeHpDuGN2dQaT3lsAGZ9kSALQQTe5Cne0RbHmff75qkZIqrHnezsTDQw0=
`,
    introducedOn: '2026-11-28',
  },
};
