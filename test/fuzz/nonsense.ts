import * as fc from 'fast-check';

/** Texts that some program somewhere has stumbled over. */
const TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '\uffff',
    '\ufeff',
    '\ufffd',
    '\u202e倒',
    '\u200b',
    'e\u0301',
    '𠀀𠮷',
    '👨‍👩‍👧',
  ],
  ...[
    '\r\n',
    'a\r\nX-Evil: 1',
    '\t',
    '\u001b[31m',
    '=1+1',
    '@SUM(A1)',
    '<script>alert(1)</script>',
    "'; DROP TABLE ledger_events; --",
  ],
  ...[
    '$1',
    '${7*7}',
    '%s%n',
    '%00',
    '../../../etc/passwd',
    'http://127.0.0.1:1/',
    '__proto__',
    'constructor',
    'toString',
  ],
  ...['null', 'undefined', 'NaN', 'true', '0', '-0', '1e5', '0x10', '1.0', '١٢٣', '１２３', '-1', '9007199254740992'],
  ...['0000-00-00', '1899-12-31', '9999-12-31', '10000-01-01', '2026-02-29', '2026-13-01', '2026-5-6', '2026年5月6日'],
  ...[
    '2026-05-06T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    '9999-12-31T23:59:59.999Z',
    '2026-05-06T24:00:00Z',
    '2026-05-06T00:00:00+99:99',
  ],
  ...[
    '999999.999999',
    '0.0000001',
    '1,000',
    '1e400',
    '131002199003108888',
    '91131002MA0EXAM4XX',
    'person-00000000000000000000000000000000',
  ],
  ...[
    'A'.repeat(401),
    '火'.repeat(4_001),
    ' '.repeat(5_000),
    '1 '.repeat(2_500),
    '('.repeat(3_000),
    'a'.repeat(100_000),
  ],
];

const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 1.5, 1e308, 2 ** 53, 1e21, [], {}, [[]], [null], [{}], { a: 1 }, { length: 1 }],
  ...[
    { toString: 'x' },
    { then: 1 },
    ['x'],
    ['罚款'],
    Array(50).fill('x'),
    Array.from({ length: 2_001 }, () => ({ uscc: 'x' })),
  ],
];

/** Something where something else is meant. */
export const odd = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
);

const nested = (depth: number, open: string, close: string): string => open.repeat(depth) + close.repeat(depth);
const many = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(',');

/** Bodies that are no paper at all. */
export const BODIES: readonly (string | Buffer)[] = [
  ...[
    '',
    ' ',
    '{',
    '}',
    'null',
    '[]',
    '[[]]',
    '"x"',
    '1',
    'true',
    '{}',
    '{"a":',
    '{"a":1e400}',
    '{"a":NaN}',
    '\ufeff{}',
  ],
  ...[
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"a":"\\ud800"}',
    '{"a":"\\u0000"}',
  ],
  ...[
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"toString":1,"valueOf":1,"then":1}',
    '{"bidders":"x"}',
    '{"bidders":{"length":5}}',
  ],
  ...[
    nested(5_000, '[', ']'),
    nested(3_000, '{"a":', '}'),
    `{"facts":${nested(5_000, '[', ']')}}`,
    `{"bidders":${nested(2_000, '[', ']')}}`,
  ],
  ...[
    '{"bidders":[[]]}',
    '{"bidders":[null]}',
    '{"bidders":[1]}',
    '{"bidders":[{"uscc":{"a":1}}]}',
    '{"bidders":[{"uscc":"x","Name":"y"}]}',
  ],
  ...[
    `[${many(5_000, () => '{}')}]`,
    `{${many(5_000, (index) => `"k${index}":0`)}}`,
    `{"bidders":[${many(20_000, () => '{"uscc":"x"}')}]}`,
  ],
  ...[
    'a=b&c=d',
    '<a/>',
    '统一社会信用代码\n',
    '统一社会信用代码,名称\n91131002MA0EXAM4X5,"x',
    'uscc\n'.repeat(3_000),
    '"'.repeat(100_001),
  ],
  ...[
    `统一社会信用代码\n${'x'.repeat(500_000)}`,
    `${'a,'.repeat(5_000)}\n${'b,'.repeat(5_000)}\n`,
    'PK\u0003\u0004',
    '行政相对人名称\n',
  ],
  ...[Buffer.from([0xff, 0xfe, 0x7b, 0x7d]), Buffer.from('{"a":"\xff\xfe"}', 'latin1'), Buffer.alloc(2_000)],
];

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const MEDIA_TYPES: readonly string[] = [
  ...[
    'application/json',
    'application/json; charset=utf-8',
    'application/json; charset=gbk',
    'text/csv',
    'text/csv; charset=gb18030',
    XLSX,
  ],
  ...[
    'application/octet-stream',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
  ],
  ...['x', '*/*', 'application/json, text/csv', 'application/merge-patch+json', ''],
];

/** Queries that are wrong as they are written. */
export const QUERIES: readonly string[] = [
  ...[
    'limit=1&limit=2',
    'limit[]=1',
    'limit[a]=1',
    'uscc[$ne]=1',
    '__proto__[x]=1',
    'toString=1',
    'a=%ff',
    '%',
    '%zz',
    'limit=',
  ],
  ...[
    'limit=0',
    'limit=1.5',
    'limit=-1',
    'limit=0x10',
    'limit=1e2',
    'limit=%20',
    'limit=99999999999999999999',
    'before=9007199254740993',
  ],
  ...[
    'after=9007199254740991',
    'size=0',
    'size=9007199254740991',
    'from=0&to=0',
    'from=5&to=1',
    'from=',
    'entry=',
    'entry=0&position=1',
  ],
  ...[
    'position=9007199254740991',
    'minPosition=9007199254740991',
    'validAt=&knownAt=',
    'validAt=2026-01-01&validAt=2026-02-01',
  ],
  ...['kind=penalties&kind=subjects', 'kind=__proto__', 'kind=constructor', '&'.repeat(1_500), 'a'.repeat(6_000)],
];

/** A part of an address. */
export const oddPart = fc.oneof(
  fc.constantFrom(...TEXTS.filter(({ length }) => length < 3_000)),
  fc.uuid(),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('9'.repeat(15), '9'.repeat(17), '-1', '1e3', '00', '%2e%2e', '.', '..'),
);

export const oddKey = fc.oneof(fc.constantFrom('', 'x', '0'.repeat(36), 'a'.repeat(5_000)), fc.uuid());
