import { parseSubjectCode } from './subject-code';
import { Refusal } from './refusal';

describe('the code of a subject', () => {
  it('is a unified social credit code', () => {
    expect(parseSubjectCode(' 92131002ma5krnr30h ')).toBe('92131002MA5KRNR30H');
    expect(() => parseSubjectCode('91131081MA4UEWYCXB')).toThrow(new Refusal('uscc-check-character'));
  });

  it.each(['13100219000101001X', '13100219000101001x', '１３１００２１９０００１０１００１Ｘ', '131002 19000101 001X'])(
    'is not the number of a natural person: %s',
    (number) => {
      expect(() => parseSubjectCode(number)).toThrow(new Refusal('natural-person-not-accepted'));
    },
  );
});
