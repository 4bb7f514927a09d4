import { sentenceOf } from './finding-sentence';

describe('a finding as a sentence', () => {
  it.each([
    [
      { code: 'event-altered', entry: 149, position: 150 },
      '条目 149（台账位置 150）：记录被改动：内容与封存时不同（event-altered）',
    ],
    [
      { code: 'events-swapped', entry: 19, position: 20, otherPosition: 620 },
      '条目 19（台账位置 20）：记录被调换：与位置 620 的记录互换（events-swapped）',
    ],
    [
      { code: 'checkpoint-contradicted', entry: 300, before: 600, what: '600+c74f20a3' },
      '条目 300 至 599 之间：台账与检查点 600+c74f20a3 矛盾（checkpoint-contradicted）',
    ],
    [{ code: 'checkpoint-signature-wrong', what: 'a.txt' }, '检查点 a.txt 的签名不符（checkpoint-signature-wrong）'],
    [{ code: 'log-shorter', entry: 0 }, '条目 0：台账被截短：从这一条起的记录已不存在（log-shorter）'],
  ] as const)('%j', (finding, sentence) => {
    expect(sentenceOf(finding)).toBe(sentence);
  });
});
