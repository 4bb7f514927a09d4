import type { Finding, FindingCode } from '@app/sealing';

const sentences: Readonly<Record<FindingCode, (finding: Finding) => string>> = {
  'event-altered': () => '记录被改动：内容与封存时不同',
  'event-missing': () => '记录被删除',
  'event-inserted': () => '此处被插入了未经封存的记录',
  'events-swapped': ({ otherPosition }) => `记录被调换：与位置 ${otherPosition ?? '？'} 的记录互换`,
  'event-moved': ({ otherPosition }) => `记录被移动：现位于位置 ${otherPosition ?? '？'}`,
  'log-shorter': () => '台账被截短：从这一条起的记录已不存在',
  'leaf-altered': () => '封存瓦片中的叶哈希或位置被改动（记录本身与签名检查点相符）',
  'tile-altered': ({ what }) => `封存瓦片 ${what ?? ''} 被改动`,
  'tile-missing': ({ what }) => `封存瓦片 ${what ?? ''} 缺失`,
  'tile-surplus': ({ what }) => `有多余的封存瓦片 ${what ?? ''}`,
  'state-altered': ({ what }) => `封存进度 ${what ?? ''} 被改动`,
  'checkpoint-malformed': ({ what }) => `检查点 ${what ?? ''} 无法解读`,
  'checkpoint-signature-wrong': ({ what }) => `检查点 ${what ?? ''} 的签名不符`,
  'checkpoint-signer-unknown': ({ what }) => `检查点 ${what ?? ''} 不是由受信任的密钥签名`,
  'checkpoint-row-altered': ({ what }) => `检查点 ${what ?? ''} 的登记与其内容不符`,
  'checkpoint-origin-differs': ({ what }) => `检查点 ${what ?? ''} 属于另一本台账`,
  'checkpoint-suite-unknown': ({ what }) => `检查点 ${what ?? ''} 使用了未知的算法`,
  'checkpoint-time-back': ({ what }) => `检查点 ${what ?? ''} 的时间早于更小的检查点`,
  'checkpoint-contradicted': ({ what }) => `台账与检查点 ${what ?? ''} 矛盾`,
  'checkpoint-beyond-log': ({ what }) => `台账比检查点 ${what ?? ''} 所证明的短`,
  'checkpoint-time-ahead': ({ what }) => `检查点 ${what ?? ''} 的时间在将来`,
  'checkpoints-missing': ({ what }) => `检查点少于签名者所记的数目（${what ?? ''}）`,
  'signing-overdue': ({ what }) => `封存后超过一分钟仍无签名检查点担保（自台账位置 ${what ?? ''} 起）`,
  'key-not-introduced': ({ what }) => `公钥 ${what ?? ''} 没有在台账中启用过`,
  'key-without-the-one-before': ({ what }) => `公钥 ${what ?? ''} 启用时没有前一把密钥的签名`,
  'keys-contradict-log': ({ what }) => `密钥表与台账不符：${what ?? ''}`,
  'table-not-plain': ({ what }) => `${what ?? ''} 不是普通的数据表（是视图，或设有行级权限、改写规则），读到的不可信`,
};

/** A finding as a sentence in Chinese: where, and what. */
export function sentenceOf(finding: Finding): string {
  const { entry, before, position, code } = finding;
  const where =
    entry === undefined
      ? ''
      : before === undefined
        ? `条目 ${entry}${position === undefined ? '' : `（台账位置 ${position}）`}：`
        : `条目 ${entry} 至 ${before - 1} 之间：`;
  return `${where}${sentences[code](finding)}（${code}）`;
}
