import { isUtf8 } from 'node:buffer';
import { Refusal } from '@app/ledger';

/** How much of a JSON body is looked at. */
export interface JsonBounds {
  /** Lists and objects inside each other. */
  readonly deepest: number;
  /** Fields of all objects and elements of all lists, together. */
  readonly valuesMax: number;
}

const nameMax = 60;

/** Takes a byte order mark away. */
const utf8 = new TextDecoder();

/**
 * Reads the object that a JSON body is (RFC 8259). What it may cost is known before anything is made of it.
 *
 * Refusals, in this order: `body-not-utf8`; `body-too-deep` {max}, `too-many-values` {max}, `field-repeated` {name} (which of
 * the two counts would be a guess) and `field-unknown` for a name that every object of the language has, such as `constructor`,
 * wherever in the text the first of them stands; `json-invalid`; `body-not-object`.
 */
export function readJsonBody(bytes: Uint8Array, bounds: JsonBounds): object {
  if (!isUtf8(bytes)) throw new Refusal('body-not-utf8');
  const text = utf8.decode(bytes);
  lookOver(text, bounds);
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal('body-not-object');
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('json-invalid');
  }
}

/** Goes over the text once, without calling itself: the names of the objects that are open, null for a list. */
function lookOver(text: string, { deepest, valuesMax }: JsonBounds): void {
  const open: (Set<string> | null)[] = [];
  let values = 0;
  const count = (): void => {
    values += 1;
    if (values > valuesMax) throw new Refusal('too-many-values', { max: valuesMax });
  };
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case sign['{']:
      case sign['[']:
        count();
        open.push(text[at] === '{' ? new Set() : null);
        if (open.length > deepest) throw new Refusal('body-too-deep', { max: deepest });
        break;
      case sign['}']:
      case sign[']']:
        open.pop();
        break;
      case sign[',']:
        count();
        break;
      case sign['"']: {
        const end = endOfString(text, at + 1);
        const names = open.at(-1);
        if (names && isName(text, end)) mustBeNew(names, unescaped(text.slice(at, end)));
        at = end - 1;
        break;
      }
      default: // a number, a word, space: what JSON makes of it, JSON says
    }
  }
}

const sign = { '{': 0x7b, '[': 0x5b, '}': 0x7d, ']': 0x5d, ',': 0x2c, '"': 0x22, ':': 0x3a } as const;

/** Behind the closing quotation mark; the end of the text when there is none. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (at - 1 - escapes >= from && text[at - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return at + 1;
  }
  return text.length;
}

const COLON = /[\t\n\r ]*:/y;

function isName(text: string, end: number): boolean {
  if (text.charCodeAt(end) === sign[':']) return true;
  COLON.lastIndex = end;
  return COLON.test(text);
}

/** A name as it is meant: `"\u0061"` is `a`. */
function unescaped(written: string): string {
  if (!written.includes('\\')) return written.slice(1, -1);
  return String(parsed(written));
}

function mustBeNew(names: Set<string>, name: string): void {
  if (isOfEveryObject(name)) throw new Refusal('field-unknown', {}, shown(name));
  if (names.has(name)) throw new Refusal('field-repeated', { name: shown(name) }, shown(name));
  names.add(name);
}

const shown = (name: string): string => name.slice(0, nameMax);

/** A name that a look at any object finds (`toString`, `__proto__`): no field of ours is called so. */
export const isOfEveryObject = (name: string): boolean => name in Object.prototype;
