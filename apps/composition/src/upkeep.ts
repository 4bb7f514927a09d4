import { parseUrlFiles } from './url-files';
import type { Settings } from './settings';

export const UPKEEP = Symbol('UPKEEP');

/** What of a deployment ends some day, or has to be done again, and is looked at for the figures. */
export interface Upkeep {
  /** Certificates, by which servers know us and we know them. PEM. */
  readonly certificateFiles: readonly string[];
  /** Keys by which bodies sign, each with an end perhaps. */
  readonly bodyKeyFiles: readonly string[];
  /** Holds the day on which a backup was put back last, by way of trial. */
  readonly restoreTestedFile: string | undefined;
}

export const noUpkeep: Upkeep = { certificateFiles: [], bodyKeyFiles: [], restoreTestedFile: undefined };

export function upkeepOf({
  logins,
  bodies,
  log,
  restoreTestedFile,
}: Pick<Settings, 'logins' | 'bodies' | 'log' | 'restoreTestedFile'>): Upkeep {
  const urls = [
    logins.api,
    logins.worker,
    logins.sealer,
    logins.checker,
    ...bodies.map(({ url }) => url),
    log.engine === 'eventstoredb' ? log.url : undefined,
  ];
  const ofBodies = bodies.flatMap(({ mode }) => (mode.mode === 'service' ? [mode.tlsCa, mode.tlsCert] : []));
  return {
    certificateFiles: [...new Set([...urls.flatMap(parseUrlFiles), ...ofBodies])].filter((file) => file !== undefined),
    bodyKeyFiles: bodies.flatMap(({ mode }) => (mode.mode === 'service' ? [mode.keysFile] : [])),
    restoreTestedFile,
  };
}
