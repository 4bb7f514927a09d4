import {
  creditDossiers,
  EVENT_LOG,
  EVENT_LOG_ENGINE,
  type EventLog,
  Public,
  READ_MODELS,
  type ReadModels,
} from '@app/ledger';
import { Seals } from '@app/sealing';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

interface Reply {
  status(code: number): unknown;
}
interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

const behindMaxMs = 15_000;

@ApiTags('运行')
@Public()
@Controller('health')
export class HealthController {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(EVENT_LOG_ENGINE) private readonly engine: string,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly seals: Seals,
  ) {}

  @Get('live')
  @ApiOperation({ summary: '进程是否在运行' })
  @ApiOkResponse()
  live() {
    return { status: 'ok' };
  }

  /** Ready: the log answers, and the read model that status answers come from is caught up. */
  @Get('ready')
  @ApiOperation({ summary: '是否能正常作答：日志可用、读模型跟上' })
  @ApiOkResponse()
  async ready(@Res({ passthrough: true }) reply: Reply) {
    const checks = await Promise.all([this.logAnswers(), this.readModelsKeepUp()]).then((found) => found.flat());
    const ok = checks.every((check) => check.ok);
    if (!ok) reply.status(503);
    // An unsealed log still answers rightly: that the sealer stands still is an alarm, no reason to send callers away.
    return { status: ok ? 'ok' : 'unavailable', checks: [...checks, await this.sealing()] };
  }

  private async logAnswers(): Promise<Check> {
    try {
      return { name: 'event-log', ok: true, detail: `${this.engine}, head ${await this.log.head()}` };
    } catch (error) {
      return { name: 'event-log', ok: false, detail: `${this.engine}: ${reasonOf(error)}` };
    }
  }

  private async sealing(): Promise<Check> {
    try {
      const [{ size, lastPosition, caughtUpAt, stoppedBy }, latest] = await Promise.all([
        this.seals.state(),
        this.seals.latest(),
      ]);
      const signed = latest
        ? `checkpoint of ${latest.size} signed ${latest.signedAt.toISOString()}`
        : 'no checkpoint signed';
      const stopped = stoppedBy === null ? '' : `, stopped: ${stoppedBy}`;
      const ok = stoppedBy === null && caughtUpAt !== null && Date.now() - caughtUpAt.getTime() <= behindMaxMs;
      return { name: 'sealing', ok, detail: `${size} entries up to position ${lastPosition}, ${signed}${stopped}` };
    } catch (error) {
      return { name: 'sealing', ok: false, detail: reasonOf(error) };
    }
  }

  private async readModelsKeepUp(): Promise<Check[]> {
    try {
      const { rows } = await this.readModels.query<{
        name: string;
        position: string;
        age: string | null;
        stopped_by: string | null;
      }>(
        `SELECT name, position, stopped_by, CASE WHEN isfinite(caught_up_at)
           THEN extract(epoch FROM clock_timestamp() - caught_up_at) * 1000 END AS age
         FROM projection_checkpoints ORDER BY name`,
      );
      const checks = rows.map(({ name, position, age, stopped_by }): Check => {
        const ok = stopped_by === null && age !== null && Number(age) <= behindMaxMs;
        const caughtUp = age === null ? 'never caught up' : `caught up ${Math.round(Number(age))} ms ago`;
        return {
          name,
          ok,
          detail: `at ${position}, ${caughtUp}${stopped_by === null ? '' : `, stopped: ${stopped_by}`}`,
        };
      });
      const started = rows.some(({ name }) => name === creditDossiers.name);
      return started ? checks : [...checks, { name: creditDossiers.name, ok: false, detail: 'never ran' }];
    } catch (error) {
      return [{ name: 'read-models', ok: false, detail: reasonOf(error) }];
    }
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
