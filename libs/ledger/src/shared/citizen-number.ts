import { type Day, parseDay } from './day';

const SHAPE = /^[1-8]\d{16}[0-9X]$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** The birth date in a number that `looksLikeCitizenNumber`. */
export const bornOn = (number: string): Day => parseDay(number.slice(6, 14));

/**
 * Whether 18 characters (upper case, no spaces) read as a citizen identity number (GB 11643-1999): a birth date and the right
 * check character. To keep such numbers out of places where they must not be stored, not to prove anybody's identity: one with a birth date
 * to come is kept out, too.
 */
export function looksLikeCitizenNumber(text: string): boolean {
  if (!SHAPE.test(text) || !isBirthDate(text.slice(6, 14))) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text.charAt(index)), 0);
  return text.charAt(17) === CHECK_CHARACTERS.charAt(sum % 11);
}

function isBirthDate(digits: string): boolean {
  try {
    return parseDay(digits) < '2100-01-01';
  } catch {
    return false;
  }
}
