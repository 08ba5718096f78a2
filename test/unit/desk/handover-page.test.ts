import { expect, it } from 'vitest';
import { untouched } from '../../../functions/desk/desk/operations/fill-form.ts';
import { handoverPage } from '../../../functions/desk/handovers-desk/handovers-desk.page.ts';

const at = '2026-11-26T10:00:00.000Z';
const by = { kind: 'person' as const, id: 'li.na' };
const handover = {
  id: 'handover_01jd3x5y9hf1bvt6w0k2m4n8pq',
  ...{ version: 4, from: 'wang.fang', to: 'david.brown', kinds: ['customers' as const] },
  ...{ cause: 'by-hand' as const, status: 'undone' as const, left: [], by, createdAt: at, doneAt: at },
  progress: [{ kind: 'customers' as const, found: 60, moved: 24, left: 0 }],
  stopped: 'receiver-away' as const,
  undo: { by, at, returned: [], left: [], stopped: 'giver-left' as const },
};

it.each([
  ['en', 'The receiver is away.', 'The person who handed it over does not work here any more.'],
  ['zh-CN', '接收人缺勤中。', '移交人已不在职。'],
] as const)('a hand-over that ended early says why, in %s', (language, away, left) => {
  const view = { handover, names: new Map(), isNew: false, filled: untouched, at };
  const page = String(handoverPage(view as never, { language, timeZone: 'UTC', mayWrite: false } as never));
  expect(page).toContain(away);
  expect(page).toContain(left);
});
