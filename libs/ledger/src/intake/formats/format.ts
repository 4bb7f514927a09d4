import type { Context } from '@app/event-store';
import type { Command } from '@nestjs/cqrs';
import type { Receipt } from '../../application';

/** One kind of feed: how its headings become a paper, and which command takes the paper. */
export interface IntakeFormat {
  readonly kind: IntakeKind;
  readonly columns: readonly Column[];
  /** Properties that name the paper: rows that agree in these keep the order of the file. */
  readonly paper: readonly string[];
  toCommand(paper: Paper, context: Context): Command<Receipt>;
}

export interface Column {
  readonly heading: string;
  readonly property: string;
  /** The file may lack the column. */
  readonly optional?: true;
}

/** Text by property, as written in the row. A column the file lacks is an empty text. */
export type Paper = Readonly<Record<string, string>>;

export const INTAKE_KINDS = ['penalties', 'commitments', 'major-hazards', 'spot-checks', 'subjects'] as const;
export type IntakeKind = (typeof INTAKE_KINDS)[number];

/** A column the file must have, and one it may lack. */
export const column = (heading: string, property: string): Column => ({ heading, property });
export const optionalColumn = (heading: string, property: string): Column => ({ heading, property, optional: true });

/** The cell of a column; the format's own list says that it is there. */
export const cell = (paper: Paper, property: string): string => paper[property] ?? '';
