import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { QueryRunner } from 'typeorm';

const libs = join(__dirname, '../..');

/** Runs SQL files in the order given; each creates one object. Paths are counted from `libs/`. */
export async function runSqlFiles(runner: QueryRunner, paths: readonly string[]): Promise<void> {
  for (const path of paths) await runner.query(await readFile(join(libs, path), 'utf8'));
}
