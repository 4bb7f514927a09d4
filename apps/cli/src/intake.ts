import { accessSync, constants } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { calledWith, endWith } from './command-line';
import { evaluationKey } from './evaluation-key';
import { IntakeReport, type Written } from './intake-report';
import { type FileEnded, FileInterrupted, FileRefused, type FileProgress, sendFile } from './send-file';

const usage = `用法：npm run intake -- 文件（CSV 或 xlsx） [--kind penalties|commitments|major-hazards|spot-checks|subjects] [--report OUT.json]
环境变量：LEDGER_URL（默认 http://127.0.0.1:3000）、LEDGER_KEY（默认取 DATA_DIR/keys.json 中的 officer）`;

/** Sends one file to a running ledger. Exit 0: processed, whatever was rejected; 1: not processed; 2: called wrongly. */
async function main(): Promise<number> {
  const called = argumentsOf(process.argv.slice(2));
  if (!called) {
    console.error(usage);
    return 2;
  }
  const { file, values } = called;
  const path = fromWhereCalled(file);
  const reportPath = values.report === undefined ? undefined : fromWhereCalled(values.report);
  const key = process.env.LEDGER_KEY ?? evaluationKey('officer', process.env);
  if (key === undefined) {
    console.error('没有访问密钥：请设置 LEDGER_KEY');
    return 1;
  }
  const report = new IntakeReport(reportPath, rejectsPathFor(path, reportPath));
  let attempts = 0;
  try {
    const summary = await sendFile({
      url: process.env.LEDGER_URL ?? 'http://127.0.0.1:3000',
      key,
      path,
      kind: values.kind,
      onAttempt: () => {
        if (attempts++ > 0) console.log('没有完成，从头重新发送（已记录的不会重复）');
        return report.begin();
      },
      onException: (exception) => report.add(exception),
      onProgress: draw,
    });
    const written = await report.finish(summary);
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
    console.log(`${sumsOf(summary)}（${summary.seconds.toFixed(1)} 秒）`);
    sayWritten(written);
    return 0;
  } catch (error) {
    const ended = endingOf(error);
    if (ended) {
      sayWritten(await report.finishEarly(ended, ended));
      console.error(`部分受理，${sumsOf(ended.counts)}，${leftOf(ended)}`);
    } else {
      await report.abandon();
    }
    console.error(explained(error, ended !== undefined));
    return 1;
  }
}

const sumsOf = ({ rows, recorded, alreadyRecorded, rejected }: FileEnded['counts']): string =>
  `共 ${rows} 行：已记录 ${recorded}，此前已记录 ${alreadyRecorded}，未受理 ${rejected}`;

const leftOf = ({ notProcessed }: FileEnded): string =>
  notProcessed === null ? '其后的行未处理' : `另有 ${notProcessed} 行未处理`;

function sayWritten({ rejects, earlierRejects }: Written): void {
  if (rejects !== undefined) console.log(`未受理的行及原因：${rejects}（改好后可直接重发此文件）`);
  if (earlierRejects !== undefined) console.log(`原有的未受理文件内容不同，已改名保留：${earlierRejects}`);
}

/** How far a file came that ended early; undefined when nothing of it was taken. */
function endingOf(error: unknown): (FileEnded & { readonly code: string; readonly message: string }) | undefined {
  if (!(error instanceof FileRefused || error instanceof FileInterrupted) || !error.ended) return undefined;
  const code = error instanceof FileRefused ? error.code : 'interrupted';
  return error.ended.counts.rows === 0 ? undefined : { ...error.ended, code, message: error.message };
}

function argumentsOf(args: readonly string[]) {
  const options = { kind: { type: 'string' }, report: { type: 'string' } } as const;
  const called = calledWith({ args: [...args], allowPositionals: true, options });
  const [file, ...others] = called?.positionals ?? [];
  return !called || file === undefined || others.length > 0 ? undefined : { file, values: called.values };
}

/** npm runs scripts in the project's folder and says where it was called. */
function fromWhereCalled(path: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: called } = process.env;
  return resolve(script === 'intake' && called ? called : process.cwd(), path);
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

const drawEveryMs = 2_000;
let drawnAt = 0;

/** A bar that is drawn over on a terminal; elsewhere a line now and then. */
function draw({ counts, bytesSent, bytesTotal }: FileProgress): void {
  const share = bytesTotal === 0 ? 1 : bytesSent / bytesTotal;
  const percent = `${String(Math.floor(100 * share)).padStart(3)}%`;
  const sums = `${counts.rows} 行  已记录 ${counts.recorded}  此前已记录 ${counts.alreadyRecorded}  未受理 ${counts.rejected}`;
  if (process.stdout.isTTY) {
    const full = Math.round(20 * share);
    process.stdout.write(`\r\u001b[2K${'█'.repeat(full)}${'░'.repeat(20 - full)} ${percent}  ${sums}`);
  } else if (Date.now() - drawnAt >= drawEveryMs) {
    drawnAt = Date.now();
    console.log(`${percent}  ${sums}`);
  }
}

function explained(error: unknown, inPart: boolean): string {
  if (error instanceof FileRefused) return `${inPart ? '未能办完' : '文件未受理'}：${error.message}（${error.code}）`;
  if (error instanceof FileInterrupted) return `没有完成：${error.message}。重新发送是安全的，不会重复记录。`;
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return `没有这个文件：${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

endWith(
  main().catch((error: unknown) => {
    throw new Error(explained(error, false), { cause: error });
  }),
);
