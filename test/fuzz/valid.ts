const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The nth fictional credit code (GB 32100) with a right check character, all of them in one area. */
export function aUscc(n: number): string {
  let organisation = '';
  for (let rest = n + 3_000_000; organisation.length < 8; rest = Math.floor(rest / 31))
    organisation = `${CHARACTERS[rest % 31]}${organisation}`;
  const body = `91131002${organisation}0`;
  const sum = [...body].reduce((total, one, index) => total + (WEIGHTS[index] ?? 0) * CHARACTERS.indexOf(one), 0);
  return `${body}${CHARACTERS[(31 - (sum % 31)) % 31]}`;
}
