import { createServer } from 'node:http';
import pg from 'pg';

// The limit for a status query: an HTTP handler that does nothing but one SELECT by primary key.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

pool.on('error', () => undefined); // the database of a finished run goes away first

const server = createServer((request, response) => {
  const subjectId = request.url?.split('/')[2] ?? '';
  pool
    .query({ name: 'raw', text: 'SELECT dossier FROM credit_dossiers WHERE subject_id = $1', values: [subjectId] })
    .then(
      ({ rows }) => {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(rows[0] ?? null));
      },
      (error: unknown) => {
        response.writeHead(500).end(String(error));
      },
    );
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) console.log(`ready http://127.0.0.1:${address.port}`);
});
process.on('disconnect', () => process.exit(0));
