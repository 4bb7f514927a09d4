import 'reflect-metadata';
import { linesOut } from './lines-out';
import { replayReadModels } from './replay-read-models';

void replayReadModels(process.env, linesOut()).then((code) => {
  process.exitCode = code;
});
