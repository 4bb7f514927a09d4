const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const SHAPE = /^[0-9A-Z]{8}[0-9X]$/;

/** GB 11714-1997: eight characters and a check character, without the hyphen. Letters count A=10 … Z=35. */
export function isOrganisationCode(code: string): boolean {
  if (!SHAPE.test(code)) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * parseInt(code.charAt(index), 36), 0);
  const check = 11 - (sum % 11);
  return code.charAt(8) === (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}
