import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  Cmd,
  Copy,
  type Dockerfile,
  DockerfileParser,
  From,
  Healthcheck,
  type Instruction,
  User,
} from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';

/** What is wrong with a Dockerfile, a sentence each. `context` is the folder it is built in, `ignore` its ignore file. */
export function dockerfileFaults(text: string, ignore: string, context: string): string[] {
  const file = DockerfileParser.parse(text);
  return [
    ...validate(text).map(
      ({ message, range }) => `line ${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`,
    ),
    ...faultsOfStages(file),
    ...faultsOfCopies(file, ignore, context),
    ...faultsOfTheLast(file, context),
  ];
}

const stagesOf = (file: Dockerfile): Instruction[][] => {
  const stages: Instruction[][] = [];
  for (const instruction of file.getInstructions()) {
    if (instruction instanceof From) stages.push([instruction]);
    else stages.at(-1)?.push(instruction);
  }
  return stages;
};

const nameOf = ([from]: readonly Instruction[]): string | null => (from instanceof From ? from.getBuildStage() : null);

function faultsOfStages(file: Dockerfile): string[] {
  const names: (string | null)[] = [];
  const faults: string[] = [];
  for (const stage of stagesOf(file)) {
    const [from] = stage;
    const image = from instanceof From ? (from.getImage() ?? '') : '';
    const given = file.getInitialARGs().find((arg) => image === `\${${arg.getProperty()?.getName() ?? ''}}`);
    const pinned = given ? (given.getProperty()?.getValue() ?? '') : image;
    if (!names.includes(image) && !/:\d+\.\d+\.\d+/.test(pinned))
      faults.push(`a stage stands on ${pinned}, which changes`);
    names.push(nameOf(stage));
  }
  return faults;
}

function faultsOfCopies(file: Dockerfile, ignore: string, context: string): string[] {
  const earlier: string[] = [];
  return stagesOf(file).flatMap((stage) => {
    const faults = stage
      .filter((instruction) => instruction instanceof Copy)
      .flatMap((copy) => {
        const sources = copy.getArguments().slice(0, -1);
        const from = copy
          .getFlags()
          .find((flag) => flag.getName() === 'from')
          ?.getValue();
        if (from != null) return earlier.includes(from) ? [] : [`it copies from ${from}, which is no earlier stage`];
        return sources
          .map((source) => source.getValue())
          .flatMap((source) => [
            ...(existsSync(join(context, source)) ? [] : [`it copies ${source}, which is not there`]),
            ...(letsThrough(ignore, source) ? [] : [`it copies ${source}, which the ignore file keeps out`]),
          ]);
      });
    const name = nameOf(stage);
    if (name) earlier.push(name);
    return faults;
  });
}

/** Our ignore file keeps everything out but what it names. */
export function letsThrough(ignore: string, path: string): boolean {
  const lines = ignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines[0] !== '*' || lines.some((line) => line === `!${path}` || path.startsWith(`${line.slice(1)}/`));
}

function faultsOfTheLast(file: Dockerfile, context: string): string[] {
  const last = stagesOf(file).at(-1) ?? [];
  const user = last.findLast((instruction) => instruction instanceof User)?.getArgumentsContent() ?? 'root';
  const command = last.find((instruction) => instruction instanceof Cmd)?.getArgumentsContent();
  return [
    ...(/^(root|0)(:|$)/.test(user) ? ['it runs as root'] : []),
    ...(last.some((instruction) => instruction instanceof Healthcheck) ? [] : ['nothing asks whether it is well']),
    ...(command == null
      ? ['it does not say what runs']
      : compiledFrom((JSON.parse(command) as string[])[1] ?? '', context) === undefined
        ? [`it runs ${command}, which the build does not make`]
        : []),
  ];
}

/** The source a file of `dist/` is compiled from; undefined when there is none. */
export function compiledFrom(path: string, context: string): string | undefined {
  const source = path.replace(/^dist\//, '').replace(/\.js$/, '.ts');
  return path.startsWith('dist/') && existsSync(join(context, source)) ? source : undefined;
}
