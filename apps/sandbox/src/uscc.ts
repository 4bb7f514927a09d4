const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Is this a unified social credit code with the right check character (GB 32100-2015)? Letters must be capitals. */
export function hasCheckCharacter(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return code.endsWith(alphabet.charAt((31 - (sum % 31)) % 31));
}
