import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { anEvent, aStream, rawInsert } from './events';

// The limit for what goes over HTTP: a handler that does nothing but one SELECT by primary key, or one INSERT of the body.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

pool.on('error', () => undefined); // the database of a finished run goes away first

const server = createServer((request, response) => {
  const answer = request.method === 'POST' ? store(request) : look(request.url?.split('/')[2] ?? '');
  answer.then(
    (body) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    },
    (error: unknown) => {
      response.writeHead(500).end(String(error));
    },
  );
});

async function look(subjectId: string): Promise<unknown> {
  const text = `SELECT h.head, (SELECT json_agg(p.facts) FROM credit_papers p WHERE p.subject_id = h.subject_id) AS papers
                FROM credit_dossiers_2 h WHERE h.subject_id = $1`;
  const { rows } = await pool.query<{ head: unknown; papers: unknown }>({ name: 'raw', text, values: [subjectId] });
  return rows[0] ?? null;
}

async function store(request: AsyncIterable<Buffer>): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  await pool.query(rawInsert(aStream(), 0, anEvent(Buffer.concat(chunks))));
  return { id: randomUUID(), outcome: 'recorded' };
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) console.log(`ready http://127.0.0.1:${address.port}`);
});
process.on('disconnect', () => process.exit(0));
