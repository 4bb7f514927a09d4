import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { wholeNumberIn } from '../shared';
import { textField } from './texts-only';

/*
 * A field of a request, in one line: what the description says of it, and what makes a request malformed. What its words mean
 * is read later, by the paper in the domain; so the longest text that is let in is longer than the longest that is recorded.
 */

/** What the description shows beside: an example; the words that papers use, where the domain reads them in more spellings. */
export interface Shown {
  readonly example?: string;
  readonly enum?: readonly string[];
}

const shownAs = (description: string, { enum: words, ...shown }: Shown) => ({
  description,
  ...(words && { enum: [...words] }),
  ...shown,
});

/** A text that must be there. `max`: characters, as sent. */
export const Text = (description: string, max: number, shown: Shown = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...shownAs(description, shown), maxLength: max }),
    IsString(),
    MaxLength(max),
    textField({ max, mayBeMissing: false }),
  );

/** The constraint of `Omittable`, by its name. */
export const NOT_NULL = 'notNull';

/** A field that may be left out; null is a fault. `IsOptional` is for those of which null says that there is none. */
export const Omittable = (): PropertyDecorator =>
  applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    ValidateBy({ name: NOT_NULL, validator: { validate: (value) => value !== null } }),
  );

/** A text that may be missing or null. `max`: characters, as sent. */
export const OptionalText = (description: string, max: number, shown: Shown = {}): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ ...shownAs(description, shown), type: String, nullable: true, maxLength: max }),
    IsOptional(),
    IsString(),
    MaxLength(max),
    textField({ max, mayBeMissing: true }),
  );

/** Exactly one of these words. */
export const OneOf = (description: string, words: readonly string[]): PropertyDecorator =>
  applyDecorators(ApiProperty({ description, enum: [...words] }), IsIn(words));

/** Any of these words; which of them may stand together, and whether they are words at all, the domain says. */
export const SomeOf = (description: string, words: readonly string[]): PropertyDecorator =>
  applyDecorators(ApiProperty({ description, enum: [...words], isArray: true }), IsArray(), IsString({ each: true }));

/** A whole number that may be left out, within bounds; of a query string, in digits. Anything else is a malformed request. */
export const OptionalInteger = (min: number, max = Number.MAX_SAFE_INTEGER): PropertyDecorator =>
  applyDecorators(Omittable(), ...integerWithin(min, max));

/** The same, and null says that there is none. */
export const IntegerOrNull = (min: number, max = Number.MAX_SAFE_INTEGER): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Transform(({ value }: { value: unknown }) => value ?? undefined),
    ...integerWithin(min, max),
  );

const integerWithin = (min: number, max: number): PropertyDecorator[] => [
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (wholeNumberIn(value) ?? value) : value)),
  IsInt(),
  Min(min),
  Max(max),
];

/** Yes or no; nothing else is taken for either. */
export const YesNo = (description: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ description }), IsBoolean());
