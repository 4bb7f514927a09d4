const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** A fictional code with its check character (GB 32100). */
export function usccOf(at: number): string {
  const body = `91131000MA${String(at).padStart(7, '0')}`;
  const sum = weights.reduce((total, weight, index) => total + weight * alphabet.indexOf(body.charAt(index)), 0);
  return `${body}${alphabet.charAt((31 - (sum % 31)) % 31)}`;
}
