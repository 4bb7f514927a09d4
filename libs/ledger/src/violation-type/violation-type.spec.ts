import { violationTypeOf, violationTypes } from './violation-type';

describe('violation types', () => {
  it('finds the same type by code, label and statutory wording', () => {
    for (const type of violationTypes) {
      expect(violationTypeOf(type.code)).toBe(type);
      expect(violationTypeOf(type.label)).toBe(type);
      expect(violationTypeOf(type.wording ?? type.code)).toBe(type);
    }
  });

  it.each([
    ['公众聚集场所未经消防救援机构许可擅自投入使用、营业', 'FPL-58-1-4A'],
    ['公众聚集场所使用、营业情况与承诺内容不符', 'FPL-58-1-4B'],
    ['消防设施、器材或者消防安全标志的配置、设置不符合标准或者未保持完好有效', 'FPL-60-1-1'],
    ['损坏、挪用或者擅自拆除、停用消防设施、器材', 'FPL-60-1-2'],
    ['占用、堵塞、封闭疏散通道、安全出口', 'FPL-60-1-3'],
    ['占用、堵塞、封闭消防车通道', 'FPL-60-1-5'],
    ['人员密集场所在门窗上设置影响逃生和灭火救援的障碍物', 'FPL-60-1-6'],
    ['对火灾隐患经消防救援机构通知后不及时采取措施消除', 'FPL-60-1-7'],
    ['生产、储存、经营其他物品的场所与居住场所设置在同一建筑物内不符合消防技术标准', 'FPL-61-2'],
    ['消防技术服务机构出具虚假文件', 'FPL-69-1B'],
    [' ｆｐｌ-69-1b\u3000', 'FPL-69-1B'],
  ])('knows %s as %s', (text, code) => {
    expect(violationTypeOf(text)?.code).toBe(code);
  });

  it('does not know violations of other laws', () => {
    expect(violationTypeOf('超速行驶')).toBeUndefined();
  });

  it('has every code, label and wording once', () => {
    const texts = violationTypes.flatMap(({ code, label, wording }) =>
      wording ? [code, label, wording] : [code, label],
    );
    expect(new Set(texts).size).toBe(texts.length);
  });
});
