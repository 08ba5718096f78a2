/** A small department and its customers, for the tests of callbacks. */
import type { ApiError } from '../../../shared/contract/client.ts';
import type { Api, TestCloud } from '../../support/cloud.ts';

const staff = {
  'wang.fang': { name: '王芳', email: 'wang.fang@rapport.example' },
  'david.brown': {
    name: 'David Brown',
    email: 'david.brown@rapport.example',
    language: 'en',
    timeZone: 'Europe/London',
  },
} as const;

export interface Department {
  readonly manager: Api;
  readonly wangFang: Api;
  readonly davidBrown: Api;
  readonly analyst: Api;
  /** A new customer of this owner. */
  customer(owner: string | null, fields?: object): Promise<string>;
}

export async function openDepartment(cloud: TestCloud): Promise<Department> {
  const people = ['li.na', 'wang.fang', 'david.brown', 'zhao.wei'].map((id) => cloud.as(id, 4));
  const [manager, wangFang, davidBrown, analyst] = (await Promise.all(people)) as [Api, Api, Api, Api];
  for (const [staffId, body] of Object.entries(staff))
    await manager.staff.putStaff({ params: { staffId }, body }, { ifMatch: '*' });
  return {
    manager,
    wangFang,
    davidBrown,
    analyst,
    async customer(owner, fields = {}) {
      const { body } = await manager.customers.createCustomer({ body: { name: '李雷', owner, ...fields } });
      return body.id;
    },
  };
}

/** The problem of an attempt that is refused. */
export async function refusal(attempt: Promise<unknown>): Promise<ApiError['problem'] & { status: number }> {
  const error = await attempt.then(
    () => new Error('was not refused'),
    (thrown: unknown) => thrown as ApiError,
  );
  if (!('problem' in error)) throw error;
  return { ...error.problem, status: error.status };
}

/** What the clock shows in Shanghai so many hours from an instant. */
export function shanghaiIn(hours: number, from: Date = new Date()): string {
  return new Date(from.getTime() + (hours + 8) * 3_600_000).toISOString().slice(0, 16);
}
