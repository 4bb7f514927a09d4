import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WholeLedger } from './support/whole-ledger';

const folder = join(__dirname, 'data/cases');
const caseFile = (name: string): string => readFileSync(join(folder, name), 'utf8');
const paper = (name: string): object => JSON.parse(caseFile(name)) as object;

let ledger: WholeLedger;
beforeAll(async () => {
  ledger = await WholeLedger.on('2026-11-28');
});
afterAll(() => ledger.stop());

const record = async (body: object, path = '/penalty-decisions', headers: object = {}) => {
  const { status, body: said } = await ledger.ask('officer', 'POST', path, body, headers);
  const fields = said.fields as { field: string; rule: string }[] | undefined;
  return status < 300 ? 'recorded' : { status, code: said.code, fields: fields?.map(({ field }) => field) };
};
const refused = (code: string, field: string) => ({ status: 400, code, fields: [field] });

describe('codes that a spreadsheet damaged', () => {
  it('are refused, each with what happened to it', async () => {
    const lines = await ledger.takeIn(caseFile('07-codes-damaged-by-excel/penalties.csv'));
    expect(lines.at(-1)).toMatchObject({ summary: { rows: 7, recorded: 0, rejected: 7 } });
    const rejected = lines.filter(({ outcome }) => outcome === 'rejected');
    expect(rejected.map(({ rule }) => rule)).toEqual([
      'uscc-placeholder',
      'uscc-placeholder',
      'uscc-placeholder',
      'uscc-cut',
      'uscc-made-number',
      'uscc-quoted',
      'uscc-quoted',
    ]);
    expect(rejected[4]?.message).toContain('像是被表格软件改成了数字');
    for (const row of [5, 6]) expect(rejected[row]?.message).toContain('含有多余的引号');
  });

  it('are errors in a bidder check', async () => {
    const bidders = caseFile('07-codes-damaged-by-excel/bidders.csv')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => ({ uscc: line.split(',')[0] ?? '', name: line.split(',')[1] ?? '' }));
    const { body } = await ledger.ask('procurement', 'POST', '/bidder-checks', { bidders });
    expect(body.rows).toMatchObject([
      { uscc: '921310000000000000', status: 'cannot-answer', error: 'uscc-placeholder', nameMatch: 'not-checked' },
    ]);
  });
});

describe('a person in a field that stays readable', () => {
  it.each([
    ['1-same-dot', 'violationType', 'personal-data-in-plain-field'],
    ['2-other-dot', 'violationType', 'personal-data-in-plain-field'],
    ['3-no-dot', 'violationType', 'personal-data-in-plain-field'],
    ['4-spaces', 'violationType', 'personal-data-in-plain-field'],
    ['5-passport-lower-case', 'legalBasis', 'personal-data-in-plain-field'],
    ['6-passport-spaces', 'legalBasis', 'personal-data-in-plain-field'],
    ['7-number-with-dots', 'legalBasis', 'citizen-number-in-text'],
  ])('%s: %s is refused', async (name, field, code) => {
    expect(await record(paper(`08-personal-data-in-plain/${name}.json`))).toEqual(refused(code, field));
  });

  const good = { violationType: '过失引起火灾', legalBasis: '《中华人民共和国消防法》第六十三条' };
  const ofPerson = (change: object) => ({ ...paper('08-personal-data-in-plain/1-same-dot.json'), ...good, ...change });

  it.each([
    ['authorityName', '经办阿依示例•古丽示例'],
    ['sourceName', '阿依示例 古丽示例'],
  ])('%s is looked at, too', async (field, text) => {
    expect(await record(ofPerson({ [field]: text }))).toEqual(refused('personal-data-in-plain-field', field));
  });

  it('the name of an area is, and so is a birth date to come', async () => {
    const person = {
      name: '王示例',
      identityType: '身份证',
      identityNumber: '131002199003070017',
      subjectType: '自然人',
    };
    const area = { areaCode: '131002', areaName: '王 示例家' };
    expect(await record({ ...person, ...area }, '/subjects')).toEqual(
      refused('personal-data-in-plain-field', 'areaName'),
    );
    const unborn = { ...person, areaCode: '131002', areaName: '安次区', identityNumber: '131003209912310017' };
    expect(await record(unborn, '/subjects')).toEqual(refused('citizen-number-invalid', 'identityNumber'));
  });

  it('a sealed representative is not named there either', async () => {
    const trader = {
      ...paper('14-plausible-but-wrong-papers/1-92-as-legal-person.json'),
      subjectCategory: '个体工商户',
    };
    const naming = { ...trader, legalBasis: '依据王 示例的陈述' };
    expect(await record(naming)).toEqual(refused('personal-data-in-plain-field', 'legalBasis'));
  });

  it.each([
    '131002199003070017',
    '131002.19900307.0017',
    '131002199_003070017',
    'E12345678',
    '1:3:1:0:0:2:19900307:0017',
  ])('a request id with a number of a person is not kept: %s', async (id) => {
    const { headers } = await ledger.ask('officer', 'GET', '/pushes', undefined, { 'x-request-id': id });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('a bidder’s code column keeps neither', async () => {
    const bidders = [
      { uscc: 'E12345678', name: '慕容护照' },
      { uscc: '慕容护照', name: '乙' },
      { uscc: '131002.19900307.0017' },
    ];
    const { body } = await ledger.ask('procurement', 'POST', '/bidder-checks', { bidders });
    expect(JSON.stringify(body)).not.toMatch(/E12345678|慕容|19900307/);
    expect(body.rows).toMatchObject(bidders.map(() => ({ status: 'cannot-answer', error: 'uscc-length' })));
  });

  it('nothing of all this reached the log', async () => {
    const { rows } = await ledger.pool.query<{ data: Buffer }>('SELECT data FROM ledger_events');
    const log = rows.map(({ data }) => data.toString('utf8')).join('\n');
    expect(log).not.toMatch(/E12345678|慕容|19900307|示例•古丽|E 1234/i);
  });
});

describe('papers that contradict themselves', () => {
  const folderOf = '14-plausible-but-wrong-papers';
  it.each([
    ['1-92-as-legal-person', 'category-contradicts-code', 'subjectCategory'],
    ['2-91-as-individual-business', 'category-contradicts-code', 'subjectCategory'],
    ['3-yuan-in-a-column-of-wan', 'fine-implausible', 'fineWan'],
    ['4-fine-of-nothing', 'fine-of-nothing', 'fineWan'],
  ])('%s: %s', async (name, code, field) => {
    expect(await record(paper(`${folderOf}/${name}.json`))).toEqual(refused(code, field));
  });

  it('the code of a registered unit with another name: refused, and no former name', async () => {
    expect(await record(paper(`${folderOf}/5-register.json`), '/subjects')).toBe('recorded');
    const other = paper(`${folderOf}/6-penalty-of-another-unit.json`);
    expect(await record(other)).toEqual(refused('name-of-another-unit', 'subjectName'));
    await ledger.allRead();
    const checked = await ledger.ask('procurement', 'POST', '/bidder-checks', paper(`${folderOf}/7-bidders.json`));
    expect(checked.body.rows).toMatchObject([
      { status: 'cannot-answer', nameMatch: 'mismatch', error: 'name-code-mismatch' },
    ]);
    const status = await ledger.ask('department', 'GET', '/subjects/91131002MA0CAA2029/status');
    expect(status.body).toMatchObject({ name: '廊坊示例甲商场有限公司', formerNames: [], score: 100 });
  });

  it('nor on any other paper, until a renaming says so', async () => {
    const unit = { subjectName: '廊坊样例乙网吧', uscc: '91131002MA0CAA2029' };
    const authority = { authorityName: '廊坊市消防救援支队', authorityCode: '1113100001YMGCE72W' };
    const hazard = {
      ...unit,
      hazardNumber: '131002ZD20260014',
      judgedOn: '2026-05-06',
      standard: 'GB 35181-2025',
      method: '直接判定',
      supervisionLevel: '市级',
      rectifyBy: '2026-12-06',
    };
    const commitment = {
      ...unit,
      commitmentNumber: '131002CN202600014',
      matter: '投入使用、营业',
      madeOn: '2026-05-06',
      verificationDueOn: '2026-06-03',
      result: '未核查',
      serious: '否',
    };
    const check = {
      ...unit,
      planNumber: '2026-SSJ-1',
      taskNumber: '2026-RW-14',
      checkedOn: '2026-05-06',
      result: '未发现问题',
    };
    const others: [string, object][] = [
      ['/major-fire-hazards', hazard],
      ['/commitments', commitment],
      [
        '/missing-commitments',
        { ...unit, ...authority, documentNumber: '安消责改〔2026〕第14号', foundOn: '2026-05-06' },
      ],
      ['/spot-checks', { ...check, authorityName: authority.authorityName }],
      ['/blacklist/listings', { ...unit, reportNumber: '廊消火调字〔2026〕第14号', reportedOn: '2026-06-01' }],
    ];
    for (const [path, body] of others)
      expect(await record(body, path)).toEqual(refused('name-of-another-unit', 'subjectName'));
    const renaming = { newName: unit.subjectName, documentNumber: '变更〔2026〕第1号', renamedOn: '2026-04-01' };
    expect(await record(renaming, `/subjects/${unit.uscc}/renaming`)).toBe('recorded');
    for (const [path, body] of others) expect(await record(body, path)).toBe('recorded');
  });
});

it('every paper of the cases is tried', () => {
  expect(readdirSync(join(folder, '08-personal-data-in-plain'))).toHaveLength(7);
  expect(readdirSync(join(folder, '14-plausible-but-wrong-papers'))).toHaveLength(7);
});
