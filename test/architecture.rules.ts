import type { Parts, Rule, SourceFile } from './support/import-rules';

const file = (path: string, text: string): SourceFile => ({ path, text });

const frameworksAndDrivers = ['@nestjs/**', 'typeorm', 'pg', 'class-validator', 'class-transformer', 'rxjs'];

/** The ways on which messages travel to a receiving body, whichever it is. */
const exchangeModes = ['http', 'service', 'database', 'file', 'workbook'].map(
  (mode) => `libs/endpoints/src/${mode}/**`,
);

/** Which way dependencies point. Inward: apps, then capabilities and adapters, then ports, then the domain. */
export const rules: readonly Rule[] = [
  {
    name: 'a domain knows its own files, the plain values, the rules and the violation types, nothing else',
    files: ['libs/ledger/src/{capability}/domain/**'],
    mayImport: [
      'libs/ledger/src/{capability}/domain/**',
      'libs/ledger/src/shared/index.ts',
      'libs/ledger/src/rule-set/index.ts',
      'libs/ledger/src/publicity/index.ts',
      'libs/ledger/src/violation-type/index.ts',
      'libs/ledger/src/credit-dossier/domain/index.ts', // what stands against a subject: judged here and there, written once
    ],
    exceptions: [
      {
        file: 'libs/ledger/src/credit-status/domain/credit-status.ts',
        what: 'libs/ledger/src/credit-score/domain/index.ts',
        reason: 'a status contains a score, computed by the same pure function everywhere',
      },
      {
        file: 'libs/ledger/src/credit-status/domain/repairable-on.ts',
        what: 'libs/ledger/src/credit-repair/domain/index.ts',
        reason: 'a status says from when a record can be repaired, by the rule that decides on it',
      },
    ],
    planted: [
      ...frameworksAndDrivers.map((name) =>
        file('libs/ledger/src/blacklist/domain/planted.ts', `import x from '${name.replace('**', 'common')}';`),
      ),
      file('libs/ledger/src/blacklist/domain/planted.ts', `import { X } from '@app/event-store';`),
      file('libs/ledger/src/blacklist/domain/planted.ts', `export * from '../../commitment';`),
      file('libs/ledger/src/blacklist/domain/planted.ts', `import type { X } from '../blacklist-register';`),
      file('libs/ledger/src/blacklist/domain/planted.ts', `const x = require('node:fs');`),
      file('libs/ledger/src/credit-status/domain/planted.ts', `import { X } from '../../credit-score/domain';`),
    ],
  },
  {
    name: 'a domain is told the day; it does not look at a clock',
    files: [
      'libs/ledger/src/*/domain/**',
      'libs/ledger/src/shared/**',
      'libs/ledger/src/rule-set/**',
      'libs/ledger/src/publicity/**',
      'libs/ledger/src/violation-type/**',
    ],
    mayNotSay: /\bDate\.now\b|\bnew Date\(\s*\)|\bnew Date\b(?!\()|(?<!\bnew )\bDate\(|\bperformance\.|\bprocess\./,
    planted: [
      file('libs/ledger/src/blacklist/domain/planted.ts', `export const today = () => new Date().toISOString();`),
      file('libs/ledger/src/shared/planted.ts', `export const now = Date.now;`),
      file('libs/ledger/src/rule-set/planted.ts', `export const now = () => Date();`),
      file('libs/ledger/src/violation-type/planted.ts', `export const since = performance.now();`),
    ],
  },
  {
    name: 'a dossier knows no capability but what an erasure is; they tell it their facts',
    files: ['libs/ledger/src/credit-dossier/**'],
    mayNotImport: ['libs/ledger/src/**'],
    unless: [
      'libs/ledger/src/credit-dossier/**',
      'libs/ledger/src/capability.ts',
      'libs/ledger/src/application/index.ts',
      'libs/ledger/src/publicity/index.ts',
      'libs/ledger/src/rule-set/index.ts',
      'libs/ledger/src/shared/index.ts',
      'libs/ledger/src/erasure/domain/erasure.events.ts',
    ],
    planted: [
      file('libs/ledger/src/credit-dossier/planted.ts', `import { X } from '../blacklist';`),
      file('libs/ledger/src/credit-dossier/planted.ts', `import { X } from '../commitment/domain/commitment.events';`),
      file('libs/ledger/src/credit-dossier/planted.ts', `import { X } from '../capabilities';`),
      file('libs/ledger/src/credit-dossier/domain/planted.ts', `import { X } from '../../credit-score/domain';`),
    ],
  },
  {
    name: 'plain values stand on nothing but each other',
    files: ['libs/ledger/src/shared/**'],
    mayImport: ['libs/ledger/src/shared/**', 'libs/text/src/index.ts', 'node:crypto', 'node:util'],
    exceptions: [
      {
        file: 'libs/ledger/src/shared/events-of.ts',
        what: 'libs/event-store/src/index.ts',
        reason: 'the table of a union of events is plain; the next rule sees to it that nothing else comes with it',
      },
    ],
    planted: [
      file('libs/ledger/src/shared/planted.ts', `import { transact } from '@app/event-store';`),

      file('libs/ledger/src/shared/planted.ts', `import { ruleSets } from '../rule-set';`),
      file('libs/ledger/src/shared/planted.ts', `import { readFileSync } from 'node:fs';`),
      file('libs/ledger/src/shared/planted.ts', `import { IsString } from 'class-validator';`),
    ],
  },
  {
    name: 'of the log the plain values give out the table of events, nothing else',
    files: ['libs/ledger/src/shared/events-of.ts'],
    mayNotSay: /\b(?:import|export)\b(?! \{ eventsOf \} from '@app\/event-store';$).*/m,
    planted: [
      file('libs/ledger/src/shared/events-of.ts', `export * from '@app/event-store';`),
      file('libs/ledger/src/shared/events-of.ts', `export { eventsOf, transact } from '@app/event-store';`),
      file('libs/ledger/src/shared/events-of.ts', `export const log = import('@app/event-store');`),
    ],
  },
  {
    name: 'events, and what they need to be read in their present form, import plain values only, so that anyone may import them',
    files: ['events', 'upcasts', 'digest'].map((kind) => `libs/ledger/src/{capability}/domain/*.${kind}.ts`),
    mayImport: [
      'libs/ledger/src/shared/index.ts',
      ...['events', 'upcasts', 'digest'].map((kind) => `libs/ledger/src/{capability}/domain/*.${kind}.ts`),
    ],
    planted: [
      file('libs/ledger/src/blacklist/domain/planted.upcasts.ts', `import type { X } from './blacklist-listing';`),
      file('libs/ledger/src/blacklist/domain/planted.digest.ts', `import { X } from '../../push/domain/push.events';`),
      file('libs/ledger/src/blacklist/domain/planted.events.ts', `import type { X } from './blacklist-listing';`),
      file('libs/ledger/src/blacklist/domain/planted.events.ts', `import { eventsOf } from '@app/event-store';`),
      file('libs/ledger/src/blacklist/domain/planted.events.ts', `import { X } from '../../rule-set';`),
      file('libs/ledger/src/blacklist/domain/planted.events.ts', `import { X } from '../../push/domain/push.events';`),
    ],
  },
  {
    name: 'events are spelled to the leaf: what is stored for good, everybody can know from the file (and test/event-schemas.spec.ts from the types it names)',
    files: ['libs/ledger/src/*/domain/*.events.ts'],
    mayNotSay:
      /[:<|&=,(]\s*(?:readonly\s+)?(?:object|unknown|any)\b|\[\s*\w+\s*:\s*(?:string|number)\s*\]\s*:|(?<!satisfies )\bRecord</,
    planted: [
      file('libs/ledger/src/blacklist/domain/planted.events.ts', `interface X { readonly rows: readonly object[] }`),
      file('libs/ledger/src/blacklist/domain/planted.events.ts', `interface X { readonly answer: unknown }`),
      file('libs/ledger/src/blacklist/domain/planted.events.ts', `interface X { readonly rows: Array<any> }`),
      file('libs/ledger/src/blacklist/domain/planted.events.ts', `interface X { readonly more: string | object }`),
      file('libs/ledger/src/blacklist/domain/planted.events.ts', `interface X { readonly [name: string]: string }`),
      file('libs/ledger/src/blacklist/domain/planted.events.ts', `type X = Readonly<Record<string, string>>;`),
    ],
  },
  {
    name: 'the sections of a rule set are plain: what a capability states of itself, on the plain values only',
    files: ['libs/ledger/src/**.rules.ts'],
    mayImport: ['libs/ledger/src/shared/index.ts'],
    planted: [
      file('libs/ledger/src/blacklist/domain/blacklist.rules.ts', `import { list } from './blacklist-listing';`),
      file('libs/ledger/src/blacklist/domain/blacklist.rules.ts', `import type { RuleSet } from '../../rule-set';`),
      file('libs/ledger/src/publicity/publicity.rules.ts', `import { X } from '../blacklist/domain/blacklist.rules';`),
      file('libs/ledger/src/push/domain/push.rules.ts', `import { Injectable } from '@nestjs/common';`),
    ],
  },
  {
    name: 'a rule set is the sum of the sections: it knows them and the plain values, and of a capability nothing else',
    files: ['libs/ledger/src/rule-set/**'],
    mayImport: ['libs/ledger/src/rule-set/**', 'libs/ledger/src/**.rules.ts', 'libs/ledger/src/shared/index.ts'],
    planted: [
      file('libs/ledger/src/rule-set/planted.ts', `import { X } from '../blacklist';`),
      file('libs/ledger/src/rule-set/planted.ts', `import { X } from '../blacklist/domain/blacklist-listing';`),
      file('libs/ledger/src/rule-set/planted.ts', `import { readFileSync } from 'node:fs';`),
    ],
  },
  {
    name: 'rules are an argument: whoever judges is given the rule book, and knows of the rule sets their types only',
    files: ['libs/ledger/src/{capability}/**'],
    mayNotImportForValue: ['libs/ledger/src/rule-set/**'],
    unless: ['libs/ledger/src/{capability}/**'],
    exceptions: [
      {
        file: 'libs/ledger/src/application/rules.ts',
        what: 'libs/ledger/src/rule-set/index.ts',
        reason: 'the one place where the published rules are taken from the data files; all others are given them',
      },
    ],
    planted: [
      file('libs/ledger/src/blacklist/domain/planted.ts', `import { publishedRules } from '../../rule-set';`),
      file('libs/ledger/src/blacklist/domain/planted.ts', `import { type RuleBook, ruleBook } from '../../rule-set';`),
      file('libs/ledger/src/blacklist/domain/planted.ts', `import rules from '../../rule-set/data/langfang.json';`),
      file('libs/ledger/src/blacklist/domain/planted.ts', `export { publishedRules } from '../../rule-set';`),
      file('libs/ledger/src/blacklist/domain/planted.ts', `const { publishedRules } = require('../../rule-set');`),
      file('libs/ledger/src/push/planted.policy.ts', `import { publishedRules as rules } from '../rule-set';`),
      file('libs/ledger/src/push/planted.policy.ts', `import * as rules from '../rule-set';`),
      file('libs/ledger/src/shared/planted.ts', `import type { RuleBook } from '../rule-set';\nimport '../rule-set';`),
    ],
  },
  {
    name: 'a domain is given the calendar of working days; it takes none',
    files: ['libs/ledger/src/*/domain/**', 'libs/ledger/src/publicity/**'],
    mayNotSay: /\bstateCouncilCalendar\b/,
    planted: [
      file('libs/ledger/src/blacklist/domain/planted.ts', `import { stateCouncilCalendar } from '../../shared';`),
    ],
  },
  {
    name: 'publicity and violation types stand on the plain values, and on the types of the rule sets',
    files: ['libs/ledger/src/publicity/**', 'libs/ledger/src/violation-type/**'],
    mayImport: [
      'libs/ledger/src/publicity/**',
      'libs/ledger/src/violation-type/**',
      'libs/ledger/src/shared/index.ts',
      'libs/ledger/src/rule-set/index.ts',
    ],
    planted: [
      file('libs/ledger/src/publicity/planted.ts', `import { X } from '../blacklist';`),
      file('libs/ledger/src/violation-type/planted.ts', `import { Injectable } from '@nestjs/common';`),
    ],
  },
  {
    name: 'a capability uses another through its index, and its events as they are',
    files: ['libs/ledger/src/{capability}/**'],
    mayNotImport: ['libs/ledger/src/**'],
    unless: [
      'libs/ledger/src/{capability}/**',
      'libs/ledger/src/*/index.ts',
      'libs/ledger/src/*/domain/*.events.ts',
      'libs/ledger/src/**.rules.ts',
      'libs/ledger/src/credit-dossier/domain/index.ts', // the index brings the projection and its driver, which a domain may not see
      'libs/ledger/src/capability.ts',
    ],
    exceptions: [
      {
        file: 'libs/ledger/src/credit-status/domain/credit-status.ts',
        what: 'libs/ledger/src/credit-score/domain/index.ts',
        reason: 'the score is a domain without a shell: its domain is all it has to offer',
      },
      {
        file: 'libs/ledger/src/credit-status/domain/repairable-on.ts',
        what: 'libs/ledger/src/credit-repair/domain/index.ts',
        reason: 'the index brings the module, which a domain may not see',
      },
      {
        file: 'libs/ledger/src/api-key/issue-api-key.ts',
        what: 'libs/ledger/src/access/api-key.ts',
        reason: 'the index brings what routes say of themselves, and a job that makes keys serves none',
      },
    ],
    planted: [
      file('libs/ledger/src/push/planted.ts', `import { X } from '../blacklist/domain/blacklist-listing';`),
      file('libs/ledger/src/push/planted.ts', `import { X } from '../blacklist/blacklist-register';`),
      file('libs/ledger/src/push/planted.ts', `import { X } from '../index';`),
      file('libs/ledger/src/push/planted.ts', `import { capabilities } from '../capabilities';`),
      file('libs/ledger/src/push/planted.ts', `import { X } from '../penalty-decision/capability';`),
    ],
  },
  {
    name: 'the ledger knows ports, and no adapter that keeps them',
    files: ['libs/ledger/**'],
    mayNotImport: ['libs/**', 'apps/**', 'typeorm', 'fastify', '@nestjs/platform-fastify', '@eventstore/**'],
    unless: [
      'libs/ledger/**',
      'libs/event-store/src/index.ts',
      'libs/exchange/src/index.ts',
      'libs/outbox/src/index.ts',
      'libs/personal-data/src/index.ts',
      'libs/projections/src/index.ts',
      'libs/sealing/src/index.ts',
      'libs/text/src/index.ts',
      'libs/workbook/src/index.ts',
    ],
    planted: [
      file('libs/ledger/src/push/planted.ts', `import { X } from '@app/endpoints';`),
      file('libs/ledger/src/push/planted.ts', `import { X } from '@app/personal-data/postgres';`),
      file('libs/ledger/src/push/planted.ts', `import { X } from '@app/event-store/postgres';`),
      file('libs/ledger/src/push/planted.ts', `import { migrate } from '@app/ledger-database';`),
      file('libs/ledger/src/push/planted.ts', `import { DataSource } from 'typeorm';`),
    ],
  },
  {
    name: 'whoever decides or shows anything reads events in their present version',
    files: ['command', 'controller', 'policy', 'projection', 'query', 'sweep'].map(
      (kind) => `libs/ledger/src/*/*.${kind}.ts`,
    ),
    mayNotSay: /\bSTORED_LOG\b/,
    exceptions: [
      {
        file: 'libs/ledger/src/seals/seals.controller.ts',
        what: 'STORED_LOG',
        reason: 'an auditor is shown the bytes that were sealed, not what we read in them today',
      },
    ],
    planted: [
      file('libs/ledger/src/push/planted.policy.ts', `import { STORED_LOG } from '../application';`),
      file('libs/ledger/src/push/planted.query.ts', `import { STORED_LOG as LOG } from '../application';`),
    ],
  },
  {
    name: 'a command says paper, decision, record: the domain reads the paper, the desk records',
    files: ['command', 'policy', 'sweep', 'recorder'].map((kind) => `libs/ledger/src/*/*.${kind}.ts`),
    mayNotSay: /\btransact\(|\breadFields?\(|\bparse[A-Z]\w*\(|\brequired(?:Text|Name)\(/,
    exceptions: [
      {
        file: 'libs/ledger/src/bidder-check/check-bidders.command.ts',
        what: 'transact(',
        reason: 'a check is a question first: its paper is read and its rows are kept in ways of their own',
      },
    ],
    planted: [
      file('libs/ledger/src/push/planted.command.ts', `const done = await transact(this.log, stream, of, decide);`),
      file('libs/ledger/src/push/planted.command.ts', `const day = readField('day', () => body.day);`),
      file('libs/ledger/src/push/planted.command.ts', `const day = parseDay(body.day);`),
      file('libs/ledger/src/push/planted.sweep.ts', `await transact(this.log, stream, of, decide);`),
    ],
  },
  {
    name: 'the port of the log and transact() know no adapter and no driver',
    files: ['libs/event-store/src/*.ts'],
    mayImport: ['libs/event-store/src/*.ts', 'libs/text/src/index.ts', 'node:crypto', 'node:util'],
    planted: [
      file('libs/event-store/src/planted.ts', `import { PostgresEventLog } from './postgres';`),
      file('libs/event-store/src/planted.ts', `import pg from 'pg';`),
    ],
  },
  {
    name: 'the PostgreSQL log knows its driver and the port',
    files: ['libs/event-store/src/postgres/**'],
    mayImport: [
      'libs/event-store/src/postgres/**',
      'libs/event-store/src/event-log.ts',
      'libs/event-store/src/appendable.ts',
      'libs/postgres-hosts/src/index.ts',
      'pg',
    ],
    planted: [
      file('libs/event-store/src/postgres/planted.ts', `import { Refusal } from '@app/ledger';`),
      file('libs/event-store/src/postgres/planted.ts', `import { X } from '../memory';`),
    ],
  },
  {
    name: 'the EventStoreDB log knows its client and the port',
    files: ['libs/event-store/src/eventstoredb/**'],
    mayImport: [
      'libs/event-store/src/eventstoredb/**',
      'libs/event-store/src/event-log.ts',
      'libs/event-store/src/appendable.ts',
      '@eventstore/db-client',
      '@eventstore/db-client/generated/**',
      '@grpc/grpc-js',
      'node:fs',
      'node:net',
      'node:timers/promises',
      'node:tls',
      'node:zlib',
    ],
    planted: [
      file('libs/event-store/src/eventstoredb/planted.ts', `import { Refusal } from '@app/ledger';`),
      file('libs/event-store/src/eventstoredb/planted.ts', `import { X } from '../postgres';`),
      file('libs/event-store/src/eventstoredb/planted.ts', `import pg from 'pg';`),
      file('libs/event-store/src/eventstoredb/planted.ts', `import { X } from '@eventstore/db-client/dist/Client';`),
    ],
  },
  {
    name: 'the log in memory knows the port',
    files: ['libs/event-store/src/memory/**'],
    mayImport: [
      'libs/event-store/src/memory/**',
      'libs/event-store/src/event-log.ts',
      'libs/event-store/src/appendable.ts',
    ],
    planted: [
      file('libs/event-store/src/memory/planted.ts', `import pg from 'pg';`),
      file('libs/event-store/src/memory/planted.ts', `import { Refusal } from '@app/ledger';`),
    ],
  },
  {
    name: 'projections know the port of the log, never the ledger',
    files: ['libs/projections/**'],
    mayImport: [
      'libs/projections/**',
      'libs/event-store/src/index.ts',
      'libs/text/src/index.ts',
      'pg',
      'pg-copy-streams',
      'node:stream',
      'node:stream/promises',
      'node:timers/promises',
    ],
    planted: [
      file('libs/projections/src/planted.ts', `import { creditDossiers } from '@app/ledger';`),
      file('libs/projections/src/planted.ts', `import { Outbox } from '@app/outbox';`),
      file('libs/projections/src/planted.ts', `import { CreditHebeiClient } from '@app/endpoints';`),
      file('libs/projections/src/planted.ts', `import { X } from '@app/event-store/postgres';`),
    ],
  },
  {
    name: 'what rebuilds composes nothing that has an effect: no worker, no outbox, no endpoint',
    files: ['apps/cli/src/rebuild*.ts', 'apps/composition/src/read-models.ts'],
    mayImport: [
      'apps/cli/src/rebuild*.ts',
      'apps/cli/src/command-line.ts',
      'apps/cli/src/database-url.ts',
      'apps/composition/src/read-models.ts',
      'apps/composition/src/log-settings.ts',
      'apps/composition/src/open-event-log.ts',
      'libs/projections/src/index.ts',
      'libs/ledger/src/index.ts',
      'libs/ledger-database/src/index.ts',
      'libs/event-store/src/index.ts',
      'libs/postgres-hosts/src/index.ts',
      'pg',
      'node:util',
      'reflect-metadata',
    ],
    planted: [
      file('apps/cli/src/rebuild-planted.ts', `import { WorkerModule } from '../../worker/src/worker.module';`),
      file('apps/cli/src/rebuild-planted.ts', `import { Outbox } from '@app/outbox';`),
      file('apps/cli/src/rebuild-planted.ts', `import { CreditHebeiClient } from '@app/endpoints';`),
      file('apps/composition/src/read-models.ts', `import { pushOutbox } from '@app/endpoints';`),
    ],
  },
  {
    name: 'the tree, the leaves and the notes are pure: bytes in, bytes out',
    files: ['libs/sealing/src/tree/**', 'libs/sealing/src/leaf/**', 'libs/sealing/src/note/**'],
    mayImport: [
      'libs/sealing/src/tree/**',
      'libs/sealing/src/leaf/**',
      'libs/sealing/src/note/**',
      'libs/event-store/src/index.ts',
      'node:crypto',
    ],
    mayNotSay: /\bDate\.now\b|\bnew Date\b|\bperformance\.|\bprocess\./,
    planted: [
      file('libs/sealing/src/tree/planted.ts', `import { sealState } from '../seal-records';`),
      file('libs/sealing/src/leaf/planted.ts', `import pg from 'pg';`),
      file('libs/sealing/src/note/planted.ts', `import { readFileSync } from 'node:fs';`),
      file('libs/sealing/src/note/planted.ts', `export const time = new Date().toISOString();`),
    ],
  },
  {
    name: 'the seals know the port of the log, how it is followed, and their tables, never the ledger',
    files: ['libs/sealing/**'],
    mayImport: [
      'libs/sealing/**',
      'libs/event-store/src/index.ts',
      'libs/projections/src/index.ts',
      'pg',
      'node:crypto',
    ],
    planted: [
      file('libs/sealing/src/planted.ts', `import { Refusal } from '@app/ledger';`),
      file('libs/sealing/src/planted.ts', `import { PostgresEventLog } from '@app/event-store/postgres';`),
      file('libs/sealing/src/audit/planted.ts', `import { readFileSync } from 'node:fs';`),
    ],
  },
  {
    name: 'which text can be held is said once, and stands on nothing',
    files: ['libs/text/**'],
    mayImport: ['libs/text/**', 'node:buffer'],
    planted: [
      file('libs/text/src/planted.ts', `import { Refusal } from '@app/ledger';`),
      file('libs/text/src/planted.ts', `import pg from 'pg';`),
    ],
  },
  {
    name: 'files are written in one way, and the writer stands on nothing but the packer of zips',
    files: ['libs/workbook/**'],
    mayImport: ['libs/workbook/**', 'node:stream/consumers', 'yazl'],
    planted: [
      file('libs/workbook/src/planted.ts', `import { Refusal } from '@app/ledger';`),
      file('libs/workbook/src/planted.ts', `import { writeFile } from 'node:fs/promises';`),
    ],
  },
  {
    name: 'nobody else packs a zip',
    files: ['libs/**'],
    mayNotImport: ['yazl'],
    exceptions: [{ file: 'libs/workbook/src/zip.ts', what: 'yazl', reason: 'the one that does' }],
    planted: [file('libs/endpoints/src/file/planted.ts', `import { ZipFile } from 'yazl';`)],
  },
  {
    name: 'what bodies are told is plain values: documents stand on nothing',
    files: ['libs/exchange/**'],
    mayImport: ['libs/exchange/**'],
    planted: [
      file('libs/exchange/src/planted.ts', `import { Push } from '@app/outbox';`),
      file('libs/exchange/src/planted.ts', `import type { PenaltyDecisionRecorded } from '@app/ledger';`),
      file('libs/exchange/src/planted.ts', `import { createHash } from 'node:crypto';`),
    ],
  },
  {
    name: 'the outbox knows its tables, never the ledger, no endpoint, and not what a document says',
    files: ['libs/outbox/**'],
    mayImport: ['libs/outbox/**', 'libs/text/src/index.ts', 'pg', 'node:*', 'node:timers/promises'],
    planted: [
      file('libs/outbox/src/planted.ts', `import type { PenaltyDocument } from '@app/exchange';`),
      file('libs/outbox/src/planted.ts', `import { PushRecorder } from '@app/ledger';`),
      file('libs/outbox/src/planted.ts', `const x = import('@app/endpoints');`),
    ],
  },
  {
    name: 'an endpoint knows the port of the outbox, our documents, how any body is asked, and its own receiving body',
    files: ['libs/endpoints/src/{body}-{place}/**'],
    mayImport: [
      'libs/endpoints/src/answers.ts',
      'libs/endpoints/src/ask.ts',
      'libs/endpoints/src/body-message.ts',
      'libs/endpoints/src/fields.ts',
      'libs/endpoints/src/http/plain-endpoint.ts',
      'libs/endpoints/src/{body}-{place}/**',
      'libs/exchange/src/index.ts',
      'libs/outbox/src/index.ts',
      'libs/text/src/index.ts',
    ],
    planted: [
      file('libs/endpoints/src/credit-hebei/planted.ts', `import { X } from '@app/ledger';`),
      file('libs/endpoints/src/credit-hebei/planted.ts', `import { X } from '@app/event-store';`),
      file('libs/endpoints/src/credit-hebei/planted.ts', `import { X } from '../another-body/payload';`),
      file('libs/endpoints/src/credit-hebei/planted.ts', `import { X } from '../../../outbox/src/push.examples';`),
      file('libs/endpoints/src/credit-hebei/planted.ts', `import { X } from '../../../exchange/src/penalty';`),
    ],
  },
  {
    name: "a mode of the exchange knows no body: it carries messages that are in somebody's words already",
    files: exchangeModes,
    mayNotImport: [
      'libs/endpoints/src/*-hebei/**',
      'libs/exchange/**',
      'libs/ledger/**',
      'libs/event-store/**',
      'apps/**',
    ],
    planted: [
      file('libs/endpoints/src/service/planted.ts', `import { creditHebeiMessage } from '../credit-hebei/payload';`),
      file('libs/endpoints/src/service/planted.ts', `import { say } from '@app/exchange';`),
      file('libs/endpoints/src/service/planted.ts', `import { X } from '@app/ledger';`),
      file('libs/endpoints/src/service/planted.ts', `import { X } from '@app/event-store';`),
    ],
  },
  {
    name: 'one way to ask a receiving body: no redirect, a measure, a time limit',
    files: ['libs/endpoints/src/{body}/**'],
    mayNotSay: /\bfetch\(|\bnode:https?\b|\bundici\b/,
    planted: [
      file('libs/endpoints/src/credit-hebei/planted.ts', `const answer = await fetch(address, { method: 'POST' });`),
      file('libs/endpoints/src/another-body/planted.ts', `import { request } from 'node:https';`),
    ],
  },
  {
    name: 'one way to read: a reader with its stand, injected; no bus for questions, no SQL where they are answered',
    files: ['libs/ledger/src/**'],
    mayNotSay: /\bI?Query(Bus|Handler)\b|\bprojection_(checkpoints|stopped_subjects)\b/,
    exceptions: [
      {
        file: 'libs/ledger/src/application/stand.ts',
        what: 'projection_stopped_subjects',
        reason: 'the one place that asks where a read model stands',
      },
    ],
    planted: [
      file('libs/ledger/src/push/planted.controller.ts', `import { QueryBus } from '@nestjs/cqrs';`),
      file('libs/ledger/src/push/planted.query.ts', `@QueryHandler(GetPushes) export class GetPushesHandler {}`),
      file('libs/ledger/src/push/planted.ts', `const sql = 'SELECT position FROM projection_checkpoints';`),
      file('libs/ledger/src/push/planted.ts', `const sql = 'SELECT FROM projection_stopped_subjects';`),
    ],
  },
  {
    name: 'who answers a request has no connection to the database: readers have',
    files: ['command', 'controller', 'query'].map((kind) => `libs/ledger/src/*/*.${kind}.ts`),
    mayNotSay: /\bREAD_MODELS\b|\bpg\b/,
    planted: [
      file('libs/ledger/src/push/planted.controller.ts', `constructor(@Inject(READ_MODELS) readonly pool: Pool) {}`),
      file('libs/ledger/src/push/planted.query.ts', `import pg from 'pg';`),
    ],
  },
  {
    name: 'the ledger is given its settings; only programs look at their environment',
    files: ['libs/ledger/**', 'libs/outbox/**', 'libs/projections/**', 'libs/sealing/**', 'libs/event-store/**'],
    mayNotSay: /\bprocess\.env\b/,
    planted: [
      file('libs/ledger/src/push/planted.ts', `export const limit = Number(process.env.LIMIT ?? 5);`),
      file('libs/outbox/src/planted.ts', `const { LEASE } = process.env;`),
    ],
  },
  {
    name: 'the ledger seals personal text and never opens it; the edges do',
    files: ['libs/ledger/**'],
    mayNotSay: /\.reveal\(|\bopen\(dataKey/,
    planted: [
      file('libs/ledger/src/credit-status/planted.ts', `export const shown = (personal) => personal.reveal(answer);`),
    ],
  },
  {
    name: 'personal data is its own: words in, tokens out, behind the port of the keys',
    files: ['libs/personal-data/src/*.ts'],
    mayImport: ['libs/personal-data/src/*.ts', 'node:crypto'],
    exceptions: [
      {
        file: 'libs/personal-data/src/master-key-file.ts',
        what: 'node:fs/promises',
        reason: 'the master key stands in a file; this is the file that reads it',
      },
    ],
    planted: [
      file('libs/personal-data/src/planted.ts', `import { Refusal } from '@app/ledger';`),
      file('libs/personal-data/src/planted.ts', `import { PostgresPersonKeys } from './postgres';`),
      file('libs/personal-data/src/planted.ts', `import pg from 'pg';`),
    ],
  },
  {
    name: 'keys of people on PostgreSQL and in memory know the port, and their driver',
    files: ['libs/personal-data/src/{adapter}/**'],
    mayImport: ['libs/personal-data/src/{adapter}/**', 'libs/personal-data/src/person-keys.ts', 'pg'],
    planted: [
      file('libs/personal-data/src/postgres/planted.ts', `import { X } from '../memory';`),
      file('libs/personal-data/src/memory/planted.ts', `import { X } from '../personal-data';`),
    ],
  },
  {
    name: 'migrations and the embedded server know their drivers, never the ledger',
    files: ['libs/ledger-database/**', 'libs/embedded-postgres/**'],
    mayNotImport: ['libs/**', 'apps/**', '@nestjs/**'],
    unless: ['libs/ledger-database/**', 'libs/embedded-postgres/**', 'libs/postgres-hosts/src/index.ts'],
    planted: [
      file('libs/ledger-database/src/planted.ts', `import { X } from '@app/ledger';`),
      file('libs/embedded-postgres/src/planted.ts', `import { X } from '@app/event-store';`),
    ],
  },
  {
    name: 'every connection to a database finds the host that takes writes',
    files: ['apps/**', 'libs/**'],
    mayNotSay: /\bnew (?:pg\.)?Client\(|\bnew (?:pg\.)?Pool\(/,
    exceptions: [
      {
        file: 'libs/postgres-hosts/src/writable-client.ts',
        what: 'new pg.Client(',
        reason: 'the one that asks the hosts, one by one',
      },
      {
        file: 'libs/embedded-postgres/src/session.ts',
        what: 'new Client(',
        reason: 'a server of our own has one host',
      },
      {
        file: 'apps/evaluation/src/evaluation-database.ts',
        what: 'new pg.Client(',
        reason: 'a server of our own has one host',
      },
      {
        file: 'apps/sandbox/src/database/exchange.ts',
        what: 'new pg.Pool(',
        reason: 'the sandbox shares no code with the ledger',
      },
    ],
    planted: [
      file('apps/worker/src/planted.ts', `const client = new pg.Client({ connectionString: url });`),
      file('apps/cli/src/planted.ts', `const client = new Client(url);`),
      file('libs/outbox/src/planted.ts', `const pool = new pg.Pool({ connectionString: url });`),
      file('libs/outbox/src/planted.ts', `const pool = new Pool({ connectionString: url });`),
    ],
  },
  {
    name: 'what traces is loaded by whoever traces, and costs nobody else anything',
    files: ['apps/**'],
    mayNotImportForValue: ['apps/composition/src/tracing/**'],
    unless: ['apps/composition/src/tracing/token.ts'],
    exceptions: [
      {
        file: 'apps/composition/src/choices.ts',
        what: 'apps/composition/src/tracing/tracing-to.ts',
        reason: 'the one place that loads it, when it is asked for',
      },
      {
        file: 'apps/composition/src/tracing/tracing.ts',
        what: 'apps/composition/src/tracing/spans.ts',
        reason: 'a part of it',
      },
      ...['otlp', 'tracing'].map((part) => ({
        file: 'apps/composition/src/tracing/tracing-to.ts',
        what: `apps/composition/src/tracing/${part}.ts`,
        reason: 'a part of it',
      })),
    ],
    planted: [
      file('apps/worker/src/planted.ts', `import { Tracing } from '../../composition/src/tracing/tracing';`),
      file('apps/api/src/planted.ts', `import { OtlpExporter } from '../../composition/src/tracing/otlp';`),
    ],
  },
  {
    name: 'which hosts a URL names is known by the driver alone',
    files: ['libs/postgres-hosts/**'],
    mayImport: ['libs/postgres-hosts/**', 'node:timers/promises', 'pg'],
    planted: [file('libs/postgres-hosts/src/planted.ts', `import { migrate } from '@app/ledger-database';`)],
  },
  {
    name: 'a library never imports an app, its tests neither',
    files: ['libs/**'],
    testsToo: true,
    mayNotImport: ['apps/**'],
    planted: [
      file('libs/ledger/src/push/planted.ts', `import { X } from '../../../../apps/api/src/api';`),
      file('libs/ledger/src/push/planted.spec.ts', `import { X } from '../../../../apps/sandbox/src/sandbox';`),
    ],
  },
  {
    name: 'a library uses another through its index',
    files: ['libs/{library}/**'],
    mayNotImport: ['libs/**'],
    unless: [
      'libs/{library}/**',
      'libs/*/src/index.ts',
      'libs/event-store/src/*/index.ts',
      'libs/personal-data/src/*/index.ts',
    ],
    planted: [file('libs/projections/src/planted.ts', `import { X } from '../../event-store/src/transact';`)],
  },
  {
    name: 'only apps choose adapters',
    files: ['libs/{library}/**'],
    mayNotImport: [
      'libs/event-store/src/*/**',
      'libs/personal-data/src/*/**',
      'libs/endpoints/**',
      'libs/embedded-postgres/**',
      'libs/ledger-database/**',
    ],
    unless: ['libs/{library}/**'],
    planted: [
      file('libs/outbox/src/planted.ts', `import { CreditHebei } from '@app/endpoints';`),
      file('libs/projections/src/planted.ts', `import { PostgresEventLog } from '@app/event-store/postgres';`),
      file('libs/ledger/src/push/planted.ts', `import { MemoryEventLog } from '@app/event-store/memory';`),
    ],
  },
  {
    name: 'an app uses libraries through their index',
    files: ['apps/**'],
    mayNotImport: ['libs/**'],
    unless: [
      'libs/*/src/index.ts',
      'libs/event-store/src/*/index.ts',
      'libs/ledger/src/key-office.ts',
      'libs/personal-data/src/*/index.ts',
    ],
    planted: [file('apps/api/src/planted.ts', `import { X } from '../../../libs/ledger/src/push/push-policy';`)],
  },
  {
    name: 'the sandbox shares no code with the ledger, its tests neither',
    files: ['apps/sandbox/**'],
    testsToo: true,
    mayNotImport: ['libs/**', 'apps/**', 'test/**', '@app/**'],
    unless: ['apps/sandbox/**'],
    planted: [
      file('apps/sandbox/src/planted.ts', `import { isUscc } from '@app/ledger';`),
      file('apps/sandbox/src/planted.ts', `import { settingsFrom } from '../../composition/src/settings';`),
      file('apps/sandbox/src/planted.spec.ts', `import type { X } from '@app/outbox';`),
    ],
  },
  {
    name: 'nobody imports the sandbox; it is spoken to over HTTP',
    files: ['apps/{app}/**', 'libs/**'],
    mayNotImport: ['apps/sandbox/**'],
    unless: ['apps/{app}/**'],
    planted: [file('apps/evaluation/src/planted.ts', `import { createSandbox } from '../../sandbox/src/sandbox';`)],
  },
  {
    name: 'what runs imports no tests',
    files: ['apps/**', 'libs/**'],
    mayNotImport: ['test/**', '**.spec.ts', '**.contract.ts', '**.examples.ts', '**.fixture.ts', 'fast-check', 'jest'],
    planted: [
      file('libs/ledger/src/push/planted.ts', `import { specFor } from '../../../../test/support/given-when-then';`),
      file('libs/outbox/src/planted.ts', `import { aPush } from './push.examples';`),
    ],
  },
];

/** What does not import each other in a circle. */
export const parts: readonly Parts[] = [
  {
    name: 'libraries',
    partOf: (path) => /^libs\/([^/]+)\//.exec(path)?.[1],
    faces: [],
    planted: [file('libs/event-store/src/planted.ts', `import { replay } from '@app/projections';`)],
    allowed: [file('libs/ledger/src/planted.ts', `import { replay } from '@app/projections';`)],
  },
  {
    name: 'capabilities, what lies beneath them and the list of them',
    partOf: (path) => /^libs\/ledger\/src\/([^/]+)/.exec(path)?.[1],
    faces: [
      'libs/ledger/src/*/domain/*.events.ts',
      'libs/ledger/src/**.rules.ts',
      'libs/ledger/src/credit-dossier/domain/credit-fact.ts',
    ],
    planted: [
      file('libs/ledger/src/credit-dossier/planted.ts', `import type { X } from '../blacklist';`),
      file('libs/ledger/src/shared/planted.ts', `import type { X } from '../push';`),
      file('libs/ledger/src/intake/planted.ts', `import { capabilities } from '../capabilities';`),
      file('libs/ledger/src/rule-set/planted.ts', `import type { X } from '../blacklist';`),
    ],
    allowed: [
      file(
        'libs/ledger/src/credit-dossier/planted.ts',
        `import { blacklistListingEvents } from '../blacklist/domain/blacklist-listing.events';`,
      ),
      file('libs/ledger/src/rule-set/planted.ts', `import { rules } from '../blacklist/domain/blacklist.rules';`),
    ],
  },
];
