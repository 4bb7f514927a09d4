import { applicationUrl } from '@app/ledger-database';
import { calledWith, endWith } from './command-line';
import { databaseUrlIn } from './database-url';
import { resume, stoppedSubjects } from './stopped-subjects';

const usage = `用法：npm run projections -- list                    列出停下的主体
      npm run projections -- resume 读模型 主体       让停下的主体继续
环境变量：DATABASE_URL，或 DATA_DIR（运行中的评估数据目录）`;

/** Exit 0: done; 1: not done; 2: called wrongly. */
async function main(): Promise<number> {
  const { positionals = [] } = calledWith({ allowPositionals: true }) ?? {};
  const url = databaseUrlIn(process.env);
  const [order, projection, subjectId] = positionals;
  if (url !== undefined && order === 'list') {
    const stopped = await stoppedSubjects(applicationUrl(url));
    for (const one of stopped) {
      console.log(
        `${one.projection} ${one.subjectId}：停在台账位置 ${one.position}，保留 ${one.held} 条，原因：${one.reason}`,
      );
    }
    if (stopped.length === 0) console.log('没有停下的主体');
    return 0;
  }
  if (url !== undefined && order === 'resume' && projection !== undefined && subjectId !== undefined) {
    return resume(applicationUrl(url), projection, subjectId, (line) => {
      console.log(line);
    });
  }
  console.error(usage);
  return 2;
}

endWith(main());
