import pg from 'pg';
import { copied } from './bulk-intake';
import { aPaper } from './commands';
import { issueKey, startLedger, untilReady } from './processes';
import { type Comparison, interleave, timed } from './rounds';

const rows = 5_000;

/** The headings of the feed of penalties, and the field of a paper under each; null: left blank. */
const columns: readonly (readonly [heading: string, field: keyof ReturnType<typeof aPaper> | null])[] = [
  ['行政相对人名称', 'subjectName'],
  ['行政相对人类别', 'subjectCategory'],
  ['行政相对人代码_1(统一社会信用代码)', 'uscc'],
  ['法定代表人', 'legalRepresentative'],
  ['行政处罚决定书文号', 'documentNumber'],
  ['违法行为类型', 'violationType'],
  ['违法事实', 'facts'],
  ['处罚依据', 'legalBasis'],
  ['处罚类别', 'penaltyKinds'],
  ['处罚内容', 'penaltyContent'],
  ['罚款金额(万元)', null],
  ['没收违法所得、没收非法财物的金额(万元)', null],
  ['暂扣或吊销证照名称及编号', null],
  ['处罚决定日期', 'decidedOn'],
  ['处罚有效期', null],
  ['公示截止期', null],
  ['处罚机关', 'authorityName'],
  ['处罚机关统一社会信用代码', 'authorityCode'],
  ['数据来源单位', null],
  ['数据来源单位统一社会信用代码', null],
];

/**
 * A file of penalty decisions over HTTP, from its first byte to its summary: read, checked, decided, durable, with the read models,
 * policies and the outbox following in the same process; against one COPY of as many events into a table of the log's shape.
 */
export async function fileIntake(url: string, ownerUrl: string, rounds: number): Promise<Comparison> {
  const key = await issueKey(ownerUrl, 'officer');
  const ledger = await startLedger(ownerUrl);
  const raw = new pg.Client(ownerUrl);
  await raw.connect();
  await untilReady(ledger.url);
  try {
    return await interleave(
      `file of ${rows} penalty decisions over HTTP, everything following, against COPY`,
      rounds,
      () => {
        const file = aFile();
        return timed(rows, () => send(ledger.url, key, file));
      },
      () => copied(raw, rows),
    );
  } finally {
    await Promise.all([ledger.stop(), raw.end()]);
  }
}

let papers = 1_000_000;

/** Always other papers. */
function aFile(): string {
  const lines = Array.from({ length: rows }, () => {
    const paper = aPaper(++papers);
    return columns.map(([, field]) => (field === null ? '' : (paper[field] ?? ''))).join(',');
  });
  return [columns.map(([heading]) => heading).join(','), ...lines].join('\r\n');
}

async function send(url: string, key: string, file: string): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' };
  const answer = await (await fetch(`${url}/intake`, { method: 'POST', headers, body: file })).text();
  if (!answer.includes(`"recorded":${rows},"alreadyRecorded":0`)) throw new Error(answer.slice(0, 1_000));
}
