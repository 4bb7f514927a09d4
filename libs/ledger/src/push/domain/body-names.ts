/** What the receiving bodies are called, for people. */
const names: Readonly<Record<string, string>> = {
  'credit-hebei': '全国信用信息共享平台（河北）',
  'credit-china-hebei': '信用中国（河北）',
  'gsxt-hebei': '国家企业信用信息公示系统（河北）',
};

/** One that has no name here is called as it stands in the log. */
export const nameOfBody = (body: string): string => names[body] ?? body;
