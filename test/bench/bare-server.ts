import { FastifyAdapter } from '@nestjs/platform-fastify';
import pg from 'pg';

// The limit for a status over HTTP: Fastify with one handler and nothing else. `/select/…`: one SELECT by primary key and an answer
// of the size that ours has; `/bytes/…`: the same bytes without any lookup.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const answerBytes = Number(process.env.ANSWER_BYTES);
const fastify = new FastifyAdapter({}).getInstance();

pool.on('error', () => undefined); // the database of a finished run goes away first

fastify.get<{ Params: { id: string } }>('/select/:id', async ({ params }) => {
  const text = 'SELECT subject_id, name, position::float8 AS position FROM credit_dossiers_2 WHERE subject_id = $1';
  const { rows } = await pool.query<object>({ name: 'bare', text, values: [params.id] });
  return { ...rows[0], fill };
});
fastify.get('/bytes/:id', (_request, reply) => reply.type('application/json; charset=utf-8').send(bytes));

const head = Buffer.byteLength(JSON.stringify({ subject_id: '91131000MA0Y000167', name: '', position: 1, fill: '' }));
const fill = 'x'.repeat(Math.max(0, answerBytes - head));
const bytes = JSON.stringify({ fill });

fastify.listen({ port: 0, host: '127.0.0.1' }).then(
  (url) => {
    console.log(`ready ${url}`);
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
