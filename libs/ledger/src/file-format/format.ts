import { randomUUID } from 'node:crypto';
import type { Context } from '@app/event-store';
import type { Command } from '@nestjs/cqrs';
import type { Receipt } from '../application';
import type { RuleBook } from '../rule-set';
import {
  beginningOf,
  type Day,
  derivedId,
  documentNumberKey,
  faultsIn,
  type IdentityDocument,
  normaliseText,
  Refusal,
} from '../shared';
import { normaliseHeading } from './headings';
import type { Names } from './personal-in';

/** A row, ready to be carried out. */
export interface RowOrder {
  /** Rows of equal key are about the same paper and keep the order of the file. */
  readonly paperKey: string;
  /**
   * Derived from the row's content: the same row sent again is the same command. Without what will be sealed: a hash
   * without a key would reveal a name or number to anybody who tries them out.
   */
  readonly commandId: string;
  command(context: Context): Command<Receipt>;
  /** The faults of all its fields, for a row that was refused: the command says the first only. */
  faults(by: ReadBy): readonly Refusal[];
}

/** By what a paper is read: the rules and the day, and how a person is named. */
export interface ReadBy {
  readonly rules: RuleBook;
  readonly today: Day;
  readonly subjectIdOf: (document: IdentityDocument) => string;
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

/** A column a file may lack. */
export interface OptionalHeading {
  readonly optional: string;
}
export const optional = (heading: string): OptionalHeading => ({ optional: heading });

/** The heading over each field of a paper, in the order in which the file is printed. A field without one does not compile. */
export type Headings<Paper> = { readonly [Field in keyof Paper]-?: string | OptionalHeading };

/** The text under each heading, as written in the row. A column the file lacks is an empty text. */
export type Cells<Paper> = { readonly [Field in keyof Paper]-?: string };

/** What names a natural person. Never part of a command id: the ids of units' rows are older than these columns. */
const IDENTITY: readonly string[] = ['identityType', 'identityNumber'];
export const identityHeadings = { identityType: optional('证件类型'), identityNumber: optional('证件号码') };

/** Makes a format of its description. */
export function formatFrom<Paper>(description: {
  readonly kind: string;
  readonly headings: Headings<Paper>;
  /** The fields that name the paper. */
  readonly paper: readonly (keyof Paper & string)[];
  /** The fields that will be sealed, in a row like this one; see `personalIn`. */
  readonly sealed?: (cells: Cells<Paper>, names: Names<Paper>) => ReadonlySet<string>;
  readonly toCommand: (cells: Cells<Paper>, context: Context) => Command<Receipt>;
  /** Reads the paper as its command does. */
  readonly readPaper: (cells: Cells<Paper>, by: ReadBy) => unknown;
}): Format {
  const { kind, headings, paper, sealed, toCommand, readPaper } = description;
  const columns = Object.entries<string | OptionalHeading>(headings).map(([property, heading]): Column =>
    typeof heading === 'string' ? { property, heading } : { property, heading: heading.optional, optional: true },
  );
  const names = Object.fromEntries(columns.map(({ property }) => [property, property])) as Names<Paper>;
  return {
    kind,
    columns,
    headingOf: (property) => columns.find((column) => column.property === property)?.heading,
    read: (cellUnder) => {
      const written: Record<string, string> = {};
      for (const { property, heading } of columns) written[property] = cellUnder(heading);
      const cells = written as Cells<Paper>;
      const secret = sealed?.(cells, names);
      const isLeftOut = (property: string) => IDENTITY.includes(property) || secret?.has(property) === true;
      const content: string[] = [];
      for (const { property } of columns)
        if (!isLeftOut(property)) content.push(normaliseText(written[property] ?? ''));
      const named = paper.some((property) => !isLeftOut(property) && normaliseText(cells[property]) !== '');
      return {
        paperKey: JSON.stringify(paper.map((property) => documentNumberKey(cells[property]))),
        // Where nothing that stays readable names the paper, two papers must not be taken for one command. Said again, the
        // paper itself is recognised by its stream.
        commandId: named ? derivedId('intake', kind, ...content) : randomUUID(),
        command: (context) => toCommand(cells, context),
        faults: (by) => faultsIn(() => readPaper(cells, by)),
      };
    },
  };
}

/**
 * The format whose columns the file has; when no format fits whole, the one that lacks the fewest, so that the clerk can be told
 * what is missing. Refusal: `intake-kind-unknown` when it has not even half of any.
 */
export function recognise(formats: readonly Format[], headings: readonly string[]): Format {
  const [best] = formats
    .map((format) => ({ format, lacking: lackingFrom(format, headings) }))
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

/** The share of the columns of a format that these headings lack, those it can do without not counted among them. */
export function lackingFrom(format: Format, headings: readonly string[]): number {
  return missingFrom(format, headings).length / format.columns.length;
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
  if (!found) throw new Refusal('code-unknown', { unknown: beginningOf(kind) }, 'kind');
  return found;
}
