import { describe, expect, it } from 'vitest';
import { manyDomains } from './many-domains.ts';
import { synthesizeDomains } from './synthetic.ts';

const domains = manyDomains();
const { stacks, inStack, ofType } = synthesizeDomains(domains);

describe('45 domains in twelve areas', () => {
  it('are as many, none of them small', () => {
    expect(domains).toHaveLength(45);
    expect(new Set(domains.map(({ area }) => area)).size).toBe(12);
    expect(domains.flatMap(({ routes }) => routes).length).toBeGreaterThan(250);
  });

  it.each(stacks.map(({ name }) => [name]))('leave %s below 300 resources', (name) => {
    expect(inStack(name).length).toBeGreaterThan(0);
    expect(inStack(name).length).toBeLessThan(300);
  });

  it('fit into one API, one bus and one dashboard', () => {
    expect(ofType('AWS::ApiGatewayV2::Route').length).toBeLessThanOrEqual(300);
    expect(ofType('AWS::ApiGatewayV2::Integration').length).toBeLessThanOrEqual(300);
    expect(ofType('AWS::Events::Rule').length).toBeLessThanOrEqual(100);
    for (const { Properties } of ofType('AWS::Events::Rule')) {
      expect(JSON.stringify(Properties.EventPattern).length, Properties.Description).toBeLessThanOrEqual(
        2048,
      );
    }
    expect(ofType('AWS::CloudWatch::Dashboard')).toHaveLength(1);
  });
});
