import { parseToken, type Token } from './token';

/** Every token in a value that could be JSON, however deep. Each once. */
export function tokensIn(value: unknown): ReadonlyMap<string, Token> {
  const found = new Map<string, Token>();
  collect(value, found);
  return found;
}

/** The value with each token replaced by what `say` has for it. Whatever holds no token is given back as it is. */
export function withTokensSaid<Value>(value: Value, say: ReadonlyMap<string, string>): Value {
  return replaced(value, say) as Value;
}

function collect(value: unknown, found: Map<string, Token>): void {
  if (typeof value === 'string') {
    const token = parseToken(value);
    if (token) found.set(value, token);
  } else if (Array.isArray(value)) {
    for (const element of value) collect(element, found);
  } else if (isRecord(value)) {
    for (const one of Object.values(value)) collect(one, found);
  }
}

function replaced(value: unknown, say: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return say.get(value) ?? value;
  if (Array.isArray(value)) {
    const elements = value.map((element: unknown) => replaced(element, say));
    return elements.every((element, index) => element === value[index]) ? value : elements;
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, replaced(one, say)] as const);
  return entries.every(([name, one]) => one === value[name]) ? value : Object.fromEntries(entries);
}

/** Objects that JSON would write field by field: no dates, streams or bytes. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && !ArrayBuffer.isView(value);
}
