import 'reflect-metadata';
import { ValidationPipe } from '@nestjs/common';
import { MinLength } from 'class-validator';
import * as fc from 'fast-check';
import { RecordPenaltyDecisionDto } from '../penalty-decision/record-penalty-decision.command';
import { OneOf, OptionalInteger, OptionalText, Text } from './fields';
import { readTextsOnly } from './texts-only';

class Paper {
  @Text('名称', 4) name!: string;
  @Text('编号', 6) number!: string;
  @OptionalText('备注', 4) remark?: string | null;
}
class LongerPaper extends Paper {
  @OptionalText('附记', 4) note?: string | null;
}

const library = new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true });
const ofLibrary = async (type: new () => object, body: object): Promise<object | undefined> => {
  try {
    return (await library.transform(body, { type: 'body', metatype: type })) as object;
  } catch {
    return undefined;
  }
};

const someText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.constantFrom('', '𠮷𠮷𠮷𠮷', '四个字符', '五个字符长'),
);
const someValue = fc.oneof(
  { weight: 20, arbitrary: someText },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, undefined, 7, true, [], ['a'], {}) },
);
const someBody = fc.record(
  { name: someValue, number: someValue, remark: fc.oneof(someValue, fc.constant(null)), note: someValue },
  { requiredKeys: ['name', 'number'] },
);

describe('a body of texts alone', () => {
  it.each([Paper, LongerPaper])('is read as the library reads it, or left to it', async (type) => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 9, arbitrary: someBody }, { weight: 1, arbitrary: fc.object() }),
        async (body) => {
          const ours = readTextsOnly(type, body);
          if (ours === undefined) return;
          read++;
          const theirs = await ofLibrary(type, body);
          expect(ours).toStrictEqual(theirs);
          expect(Object.keys(ours)).toEqual(Object.keys(theirs ?? {}));
        },
      ),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(20);
  });

  it.each<[string, object]>([
    ['an unknown field', { other: 'a' }],
    ['a field that is missing', { number: undefined }],
    ['a text that is too long', { name: '五个字符长' }],
    ['a number', { name: 7 }],
    ['null where it is not meant', { name: null }],
    ['a text of which characters have to be counted', { name: '𠮷𠮷𠮷𠮷' }],
  ])('is left to the library with %s', (_, change) => {
    expect(readTextsOnly(Paper, { name: 'a', number: 'b', ...change })).toBeUndefined();
  });

  it('is most papers', () => {
    const body = Object.fromEntries(
      ['subjectName', 'subjectCategory', 'documentNumber', 'violationType', 'facts', 'legalBasis', 'penaltyKinds']
        .concat('penaltyContent', 'decidedOn', 'authorityName', 'authorityCode')
        .map((field) => [field, '字']),
    );
    expect(readTextsOnly(RecordPenaltyDecisionDto, body)).toBeInstanceOf(RecordPenaltyDecisionDto);
    expect(readTextsOnly(RecordPenaltyDecisionDto, { ...body, facts: undefined })).toBeUndefined();
  });
});

describe('a body of other fields, too', () => {
  class WithWord {
    @Text('名称', 4) name!: string;
    @OneOf('原因', ['expiry']) reason!: string;
  }
  class WithCount {
    @Text('名称', 4) name!: string;
    @OptionalInteger(1) count?: number;
  }
  class AskedMore {
    @Text('名称', 4) @MinLength(2) name!: string;
  }

  it.each([WithWord, WithCount, AskedMore, Object])('is left to the library', (type) => {
    expect(readTextsOnly(type, { name: 'ab' })).toBeUndefined();
  });
});
