import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { IntakeReport } from './intake-report';
import { FileInterrupted, FileRefused, type FileProgress, sendFile } from './send-file';

const usage = `用法：npm run intake -- 文件 [--kind penalties|commitments|major-hazards|spot-checks|subjects] [--report OUT.json]
环境变量：LEDGER_URL（默认 http://127.0.0.1:3000）、LEDGER_KEY（默认取 DATA_DIR/keys.json 中的 officer）`;

/** Sends one file to a running ledger. Exit 0: processed, whatever was rejected; 1: not processed; 2: called wrongly. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { kind: { type: 'string' }, report: { type: 'string' } },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) {
    console.error(usage);
    return 2;
  }
  const key = process.env.LEDGER_KEY ?? evaluationKey();
  if (key === undefined) {
    console.error('没有访问密钥：请设置 LEDGER_KEY');
    return 1;
  }
  const report = new IntakeReport(values.report, rejectsPathFor(path, values.report));
  try {
    const summary = await sendFile({
      url: process.env.LEDGER_URL ?? 'http://127.0.0.1:3000',
      key,
      path,
      kind: values.kind,
      onAttempt: () => report.begin(),
      onException: (exception) => report.add(exception),
      onProgress: draw,
    });
    const rejects = await report.finish(summary);
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
    console.log(
      `共 ${summary.rows} 行：已记录 ${summary.recorded}，此前已记录 ${summary.alreadyRecorded}，未受理 ${summary.rejected}（${summary.seconds.toFixed(1)} 秒）`,
    );
    if (rejects !== undefined) console.log(`未受理的行及原因：${rejects}（改好后可直接重发此文件）`);
    return 0;
  } catch (error) {
    await report.abandon();
    console.error(explained(error));
    return 1;
  }
}

function evaluationKey(): string | undefined {
  const file = join(process.env.DATA_DIR ?? '.data', 'keys.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { officer?: string }).officer : undefined;
}

/** Beside the file, or beside the report when that folder cannot be written to, or else here. */
function rejectsPathFor(path: string, report: string | undefined): string {
  const name = `${basename(path)}.rejected.csv`;
  const folders = [dirname(resolve(path)), ...(report === undefined ? [] : [dirname(resolve(report))])];
  return join(folders.find(isWritable) ?? process.cwd(), name);
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function draw({ counts, bytesSent, bytesTotal }: FileProgress): void {
  const percent = bytesTotal === 0 ? 100 : Math.floor((100 * bytesSent) / bytesTotal);
  const line = `${String(percent).padStart(3)}%  ${counts.rows} 行  已记录 ${counts.recorded}  此前已记录 ${counts.alreadyRecorded}  未受理 ${counts.rejected}`;
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${line}`);
}

function explained(error: unknown): string {
  if (error instanceof FileRefused) return `文件未受理：${error.message}（${error.code}）`;
  if (error instanceof FileInterrupted) return `没有完成：${error.message}。重新发送是安全的，不会重复记录。`;
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return `没有这个文件：${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(explained(error));
    process.exitCode = 2;
  },
);
