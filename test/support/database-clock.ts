import { Client } from 'pg';

/** Sets the clock of a test database, as an administrator sets that of its machine. */
export interface DatabaseClock {
  /** It is ahead by so much from now on; negative: behind. Every connection sees it at once. */
  aheadBy(ms: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Puts a clock of our own in the place of PostgreSQL's, in one test database: `clock_timestamp()` and `now()` of the catalog, which
 * every function of the ledger looks at. To be set up before anybody else is connected: a session keeps the plans it has made.
 *
 * @param superuserUrl of that database
 */
export async function databaseClockOf(superuserUrl: string): Promise<DatabaseClock> {
  const admin = new Client({ connectionString: superuserUrl });
  await admin.connect();
  await admin.query(`
    CREATE TABLE public.test_clock (ahead interval NOT NULL);
    INSERT INTO public.test_clock VALUES ('0');
    GRANT SELECT ON public.test_clock TO PUBLIC;
    ALTER FUNCTION pg_catalog.clock_timestamp() RENAME TO true_clock_timestamp;
    ALTER FUNCTION pg_catalog.now() RENAME TO true_now;
    CREATE FUNCTION pg_catalog.clock_timestamp() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
      BEGIN RETURN pg_catalog.true_clock_timestamp() + (SELECT ahead FROM public.test_clock); END $$;
    CREATE FUNCTION pg_catalog.now() RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
      BEGIN RETURN pg_catalog.true_now() + (SELECT ahead FROM public.test_clock); END $$;`);
  return {
    async aheadBy(ms) {
      await admin.query(`UPDATE public.test_clock SET ahead = $1::float8 * interval '1 millisecond'`, [ms]);
    },
    close: () => admin.end(),
  };
}
