import { workingUrl } from '@app/ledger-database';

/** How a process reaches the database: for each work a URL of its own, in the role of that work. */
export interface Logins {
  /** What answers, and the log: `ledger_api`; in the worker's process `ledger_worker`. */
  readonly serving: string;
  readonly worker: string;
  /** Undefined: this process seals nothing, it waits for the one that does. */
  readonly sealer: string | undefined;
  readonly checker: string;
}

/** What a deployment says of them; each is the first one unless said. */
export interface LoginSettings {
  /** `DATABASE_URL` */
  readonly api: string;
  /** `DATABASE_WORKER_URL` */
  readonly worker?: string | undefined;
  /** `DATABASE_SEALER_URL` */
  readonly sealer?: string | undefined;
  /** `DATABASE_CHECKER_URL` */
  readonly checker?: string | undefined;
}

/** Api and worker in one process. */
export function loginsOf({ api, worker = api, sealer = worker, checker = worker }: LoginSettings): Logins {
  return {
    serving: workingUrl(api, 'ledger_api'),
    worker: workingUrl(worker, 'ledger_worker'),
    sealer: workingUrl(sealer, 'ledger_sealer'),
    checker: workingUrl(checker, 'ledger_checker'),
  };
}

/** The api alone: with its own login and no other. */
export function loginsOfApi({ api }: LoginSettings): Logins {
  const serving = workingUrl(api, 'ledger_api');
  return { serving, worker: serving, sealer: undefined, checker: serving };
}

/** The worker alone: what it reads and what it commands goes by its own login. */
export function loginsOfWorker(settings: LoginSettings): Logins {
  const logins = loginsOf(settings);
  return { ...logins, serving: logins.worker };
}
