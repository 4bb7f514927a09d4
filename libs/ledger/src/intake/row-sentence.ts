import { messageOf, type Refusal } from '../shared';

/** `第6行“处罚类别”：“罚金”不在允许的取值之内（code-unknown）`. */
export function rowSentence(row: number, field: string | null, refusal: Refusal): string {
  return `第${row}行${field === null ? '' : `“${field}”`}：${messageOf(refusal)}（${refusal.code}）`;
}
