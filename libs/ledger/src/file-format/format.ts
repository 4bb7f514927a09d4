import { randomUUID } from 'node:crypto';
import type { Context } from '@app/event-store';
import type { Command } from '@nestjs/cqrs';
import type { Receipt } from '../application';
import { derivedId, normaliseDocumentNumber, normaliseText, Refusal } from '../shared';

/** A row, ready to be carried out. */
export interface RowOrder {
  /** Rows of equal key are about the same paper and keep the order of the file. */
  readonly paperKey: string;
  /**
   * Derived from the row's content: the same row sent again is the same command. Without what will be sealed: a hash that
   * needs no key would tell a name or number to whoever tries them.
   */
  readonly commandId: string;
  command(context: Context): Command<Receipt>;
}

/** One kind of feed: how its headings become a paper, and which command takes the paper. */
export interface Format {
  /** As `POST /intake?kind=` names it: kebab-case, the plural of the paper. */
  readonly kind: string;
  readonly columns: readonly Column[];
  /** Reads a row by the headings of the format. */
  read(cellUnder: (heading: string) => string): RowOrder;
  /** The heading of a paper's property; undefined when no column holds it. */
  headingOf(property: string): string | undefined;
}

export interface Column {
  readonly heading: string;
  readonly property: string;
  /** The file may lack the column. */
  readonly optional?: true;
}

/** Text by property, as written in the row. A column the file lacks is an empty text. */
export type Paper = Readonly<Record<string, string>>;

/** A column the file must have, and one it may lack. */
export const column = (heading: string, property: string): Column => ({ heading, property });
export const optionalColumn = (heading: string, property: string): Column => ({ heading, property, optional: true });

/** What names a natural person. Never part of a command id, so that ids of units' rows are as they were before the columns. */
const IDENTITY: readonly string[] = ['identityType', 'identityNumber'];
export const identityColumns: readonly Column[] = [
  optionalColumn('证件类型', 'identityType'),
  optionalColumn('证件号码', 'identityNumber'),
];

/** The cell of a column; the format's own list says that it is there. */
export const cell = (paper: Paper, property: string): string => paper[property] ?? '';

/** Makes a format of its description. `paper` lists the properties that name the paper. */
export function formatFrom(description: {
  readonly kind: string;
  readonly columns: readonly Column[];
  readonly paper: readonly string[];
  /** The properties that will be sealed, in a row like this one. */
  readonly sealed: (paper: Paper) => readonly string[];
  readonly toCommand: (paper: Paper, context: Context) => Command<Receipt>;
}): Format {
  const { kind, columns, paper, sealed, toCommand } = description;
  const headings = new Map(columns.map(({ heading, property }) => [property, heading]));
  return {
    kind,
    columns,
    headingOf: (property) => headings.get(property),
    read: (cellUnder) => {
      const cells: Paper = Object.fromEntries(columns.map(({ heading, property }) => [property, cellUnder(heading)]));
      const left = new Set([...IDENTITY, ...sealed(cells)]);
      const content = columns.flatMap(({ property }) =>
        left.has(property) ? [] : [normaliseText(cell(cells, property))],
      );
      const named = paper.some((property) => !left.has(property) && normaliseText(cell(cells, property)) !== '');
      return {
        paperKey: JSON.stringify(paper.map((property) => normaliseDocumentNumber(cell(cells, property)))),
        // Where nothing that stays readable names the paper, two papers must not be taken for one command. Said again, the
        // paper itself is recognised by its stream.
        commandId: named ? derivedId('intake', kind, ...content) : randomUUID(),
        command: (context) => toCommand(cells, context),
      };
    },
  };
}

/** Headings are compared without regard to width, surrounding spaces and the form of brackets. */
export const normaliseHeading = (heading: string): string =>
  normaliseText(heading).replaceAll('（', '(').replaceAll('）', ')').replace(/\s+/g, '');

/**
 * The format whose columns the file has; when it has all of none, the one it lacks least of, so that the clerk can be told
 * what is missing. Refusal: `intake-kind-unknown` when it has not even half of any.
 */
export function recognise(formats: readonly Format[], headings: readonly string[]): Format {
  const [best] = formats
    .map((format) => ({ format, lacking: missingFrom(format, headings).length / format.columns.length }))
    // The most demanding format first: a file with more columns is not taken for a simpler kind.
    .sort((a, b) => a.lacking - b.lacking || b.format.columns.length - a.format.columns.length);
  if (!best || best.lacking > 0.5) throw new Refusal('intake-kind-unknown');
  return best.format;
}

/**
 * Where in a row each of the format's headings stands.
 * Refusals in this order: `headings-missing` {missing}; `heading-repeated` {heading}.
 */
export function placesOf(format: Format, headings: readonly string[]): ReadonlyMap<string, number> {
  const missing = missingFrom(format, headings);
  if (missing.length > 0) throw new Refusal('headings-missing', { missing });
  const places = new Map<string, number>();
  const written = headings.map(normaliseHeading);
  for (const { heading } of format.columns) {
    const wanted = normaliseHeading(heading);
    const place = written.indexOf(wanted);
    if (place < 0) continue;
    if (written.lastIndexOf(wanted) !== place) throw new Refusal('heading-repeated', { heading });
    places.set(heading, place);
  }
  return places;
}

function missingFrom({ columns }: Format, headings: readonly string[]): string[] {
  const present = new Set(headings.map(normaliseHeading));
  return columns
    .filter(({ heading, optional }) => optional !== true && !present.has(normaliseHeading(heading)))
    .map(({ heading }) => heading);
}

/** The format of a kind by name. Refusal: `code-unknown` {unknown}. */
export function formatOf(formats: readonly Format[], kind: string): Format {
  const found = formats.find((format) => format.kind === kind);
  if (!found) throw new Refusal('code-unknown', { unknown: kind.slice(0, 20) }, 'kind');
  return found;
}
