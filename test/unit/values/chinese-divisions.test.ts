import { describe, expect, it } from 'vitest';
import { type ChineseAddress, readChineseAddress } from '../../../shared/values/chinese-divisions.ts';

const read = (written: ChineseAddress) => readChineseAddress(written).address;

describe('an address of China', () => {
  it.each<[ChineseAddress, ChineseAddress]>([
    [
      { region: '广东', city: '深圳', district: '南山', street: '科技园1号' },
      { region: '广东省', city: '深圳市', district: '南山区', street: '科技园1号' },
    ],
    [
      { region: '新疆', city: '乌鲁木齐' },
      { region: '新疆维吾尔自治区', city: '乌鲁木齐市' },
    ],
    [{ city: '延边州' }, { region: '吉林省', city: '延边朝鲜族自治州' }],
    [{ city: '杭州' }, { region: '浙江省', city: '杭州市' }],
    [
      { region: '吉林', city: '吉林' },
      { region: '吉林省', city: '吉林市' },
    ],
    [
      { region: '湖北', city: '仙桃' },
      { region: '湖北省', city: '仙桃市' },
    ],
    [{ region: '台湾' }, { region: '台湾省' }],
  ])('gets the official names: %j', (written, official) => {
    expect(read(written)).toEqual(official);
  });

  it('gets what lies above a place that is nowhere else', () => {
    expect(read({ district: '浦东新区' })).toEqual({
      region: '上海市',
      city: '上海市',
      district: '浦东新区',
    });
    expect(read({ city: '北京', district: '朝阳' })).toEqual({
      ...{ region: '北京市', city: '北京市', district: '朝阳区' },
    });
    // There is one in Beijing and one in Changchun.
    expect(read({ district: '朝阳区' })).toEqual({ district: '朝阳区' });
  });

  it.each<[ChineseAddress, ChineseAddress]>([
    [
      { street: '广东省深圳市南山区科技园1号' },
      { region: '广东省', city: '深圳市', district: '南山区', street: '科技园1号' },
    ],
    [
      { street: '广东深圳市南山区科技园1号' },
      { region: '广东省', city: '深圳市', district: '南山区', street: '科技园1号' },
    ],
    [
      { city: '北京市', street: '朝阳区建国路88号' },
      { region: '北京市', city: '北京市', district: '朝阳区', street: '建国路88号' },
    ],
    [{ street: '上海市南京路1号' }, { region: '上海市', city: '上海市', street: '南京路1号' }],
  ])('is taken out of a street that begins with it: %j', (written, parted) => {
    expect(read(written)).toEqual(parted);
  });

  it.each<ChineseAddress>([
    { street: '北京路12号' },
    { street: '重庆南路1号' },
    { street: '广州市' },
    { street: '1 Changan Street', city: 'Beijing' },
  ])('leaves alone what only looks so: %j', (written) => {
    expect(readChineseAddress(written)).toEqual({ address: written, faults: [] });
  });

  it('says which part is nowhere, or elsewhere, and changes nothing then', () => {
    const mars = { region: '火星省', city: '深圳' };
    expect(readChineseAddress(mars)).toEqual({
      address: mars,
      faults: [{ part: 'region', reason: 'unknown' }],
    });
    const wrong = { region: '广东', city: '杭州' };
    expect(readChineseAddress(wrong)).toEqual({
      address: wrong,
      faults: [{ part: 'city', reason: 'elsewhere' }],
    });
    expect(readChineseAddress({ city: '深圳', district: '浦东新区' }).faults).toEqual([
      { part: 'district', reason: 'elsewhere' },
    ]);
  });
});
