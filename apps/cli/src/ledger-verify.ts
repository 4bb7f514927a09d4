import 'reflect-metadata';
import { linesOut } from './lines-out';
import { verifyLedger } from './verify-ledger';

void verifyLedger(process.argv.slice(2), process.env, linesOut()).then((code) => {
  process.exitCode = code;
});
