import { expect, it } from 'vitest';
import { againWhenBusy } from '../../../shared/runtime/again-when-busy.ts';
import { TableThrottled } from '../../../shared/table/commit.ts';

function aQueue() {
  const sent: unknown[] = [];
  return { sent, send: async (...message: unknown[]) => void sent.push(message) };
}

it('a step that the table has no room for comes again half a minute later, and is no failure', async () => {
  const queue = aQueue();
  await againWhenBusy(queue, { step: 7 }, () => Promise.reject(new TableThrottled('busy')));
  expect(queue.sent).toEqual([[[{ step: 7 }], { delaySeconds: 30 }]]);
});

it('the same goes for a read or a single write that was throttled', async () => {
  const queue = aQueue();
  const throttled = Object.assign(new Error('Slow down'), { name: 'ProvisionedThroughputExceededException' });
  await againWhenBusy(queue, { step: 8 }, () => Promise.reject(throttled));
  expect(queue.sent).toEqual([[[{ step: 8 }], { delaySeconds: 30 }]]);
});

it('any other failure is left to the queue', async () => {
  const queue = aQueue();
  await expect(againWhenBusy(queue, {}, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await againWhenBusy(queue, {}, () => Promise.resolve());
  expect(queue.sent).toEqual([]);
});
