import { hashApiKey, newApiKey, type Role, until } from '@app/ledger';
import { ed25519Signer, newEd25519Key } from '@app/sealing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { createApi } from '../../apps/api/src/api';
import { AdaptersModule, type Choices } from '../../apps/composition/src/adapters.module';
import { type LoginSettings, loginsOfApi, loginsOfWorker } from '../../apps/composition/src/logins';
import { NotTheSigner } from '../../apps/composition/src/signer-file';
import { WorkerModule } from '../../apps/worker/src/worker.module';
import { usccOf } from '../bench/fictional-units';

type Caller = Extract<Role, 'officer' | 'auditor' | 'department'>;

/** An api with its own login and a worker with its own, as an operator runs them beside a server; both in this process of a test. */
export class Processes {
  private constructor(
    private readonly api: NestFastifyApplication,
    private readonly worker: NestFastifyApplication,
    private readonly keys: Readonly<Record<Caller, string>>,
  ) {}

  /** @param urlOf the database for one login; @param ownerUrl who hands out keys of callers. */
  static async on(urlOf: (login: string) => string, ownerUrl: string, choices: Choices = {}): Promise<Processes> {
    const keys = { officer: newApiKey(), auditor: newApiKey(), department: newApiKey() };
    await admit(ownerUrl, keys);
    const logins: LoginSettings = {
      api: urlOf('drill_api'),
      worker: urlOf('drill_worker'),
      sealer: urlOf('drill_sealer'),
      checker: urlOf('drill_checker'),
    };
    const signer = ed25519Signer(newEd25519Key(), 'ledger.example/drill');
    const worker = await createApi([
      AdaptersModule.on(loginsOfWorker(logins), { ...choices, sealKeys: { signer } }),
      WorkerModule.telling([]),
    ]);
    await worker.init();
    const lookingOn = { signer: undefined, known: [signer.verifier] };
    const api = await createApi([
      AdaptersModule.on(loginsOfApi(logins), { ...choices, sealKeys: lookingOn, signerMemory: new NotTheSigner() }),
    ]);
    await api.init();
    await api.getHttpAdapter().getInstance().ready();
    return new Processes(api, worker, keys);
  }

  async ask(role: Caller, method: 'GET' | 'POST', url: string, payload?: object) {
    const headers = { authorization: `Bearer ${this.keys[role]}` };
    const { statusCode, body } = await this.api.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: statusCode, body };
  }

  /** Says what the ledger takes in until it does, as a sender who was told to try again. @returns every status in between. */
  async recordUntilTaken(n: number, timeoutMs = 60_000): Promise<readonly number[]> {
    const seen = new Set<number>();
    const taken = async () => {
      const { status } = await this.ask('officer', 'POST', '/subjects', aRegistrationPaper(n));
      seen.add(status);
      return status === 201 || status === 200;
    };
    if (!(await until(taken, timeoutMs))) throw new Error(`not taken, but answered ${[...seen].join(', ')}`);
    return [...seen];
  }

  /** Whether the worker made an answer of what was recorded. */
  isAnswered(n: number, timeoutMs = 60_000): Promise<boolean> {
    const url = `/subjects/${aRegistrationPaper(n).uscc}/status`;
    return until(async () => (await this.ask('department', 'GET', url)).body.includes('not-listed'), timeoutMs);
  }

  async ready(): Promise<{ readonly status: number; readonly body: string }> {
    const { statusCode, body } = await this.api.inject('/health/ready');
    return { status: statusCode, body };
  }

  async metrics(of: 'api' | 'worker'): Promise<string> {
    return (await this[of].inject('/metrics')).body;
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.worker.close();
  }
}

/** The nth unit that a drill registers. */
export const aRegistrationPaper = (n: number) => ({
  name: `廊坊演练第${n}有限公司`,
  uscc: usccOf(n),
  subjectType: '一般单位',
  areaCode: '131002',
  areaName: '安次区',
});

async function admit(ownerUrl: string, keys: Readonly<Record<string, string>>): Promise<void> {
  const owner = new Client(ownerUrl);
  await owner.connect();
  try {
    for (const [role, key] of Object.entries(keys))
      await owner.query(
        `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, '张三', '支队', '1113100001YMGCE72W', $2)`,
        [hashApiKey(key), role],
      );
  } finally {
    await owner.end();
  }
}
