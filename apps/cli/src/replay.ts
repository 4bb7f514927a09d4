import 'reflect-metadata';
import { replayReadModels } from './replay-read-models';

void replayReadModels(process.env, (line) => {
  console.log(line);
}).then((code) => {
  process.exitCode = code;
});
