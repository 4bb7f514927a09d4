import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

const folder = 'outbox/src/sql';

/** A lane is a record at a body, strictly in order; see docs/decisions/0044-delivery.md. */
export class PushesTakeTurns1795867200000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runSqlFiles(runner, [
      `${folder}/pushes_take_turns.sql`,
      `${folder}/push_attempts_say_fates.sql`,
      `${folder}/push_is_open.sql`,
      `${folder}/take_turn_when_queued.sql`,
      `${folder}/take_turn_when_standing.sql`,
      `${folder}/pass_turn.sql`,
      `${folder}/turns_when_queued.sql`,
      `${folder}/turns_when_standing.sql`,
      `${folder}/turns_passed.sql`,
    ]);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('lanes of subjects cannot be told from lanes of records'));
  }
}
