import 'reflect-metadata';
import { verifyLedger } from './verify-ledger';

void verifyLedger(process.argv.slice(2), process.env, (line) => {
  console.log(line);
}).then((code) => {
  process.exitCode = code;
});
