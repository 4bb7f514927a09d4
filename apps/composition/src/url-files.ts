/** What a URL of PostgreSQL or EventStoreDB calls its certificates. */
const names = ['sslcert', 'sslrootcert', 'tlscafile', 'usercertfile'];

/** The files of certificates that a URL names. Its query alone is looked at: several hosts make it one that `URL` does not read. */
export function parseUrlFiles(url: string | undefined): readonly string[] {
  const query = url?.split('?')[1] ?? '';
  return [...new URLSearchParams(query)].flatMap(([name, file]) =>
    names.includes(name.toLowerCase()) && file !== '' ? [file] : [],
  );
}
