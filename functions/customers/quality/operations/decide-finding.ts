import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../customers/index.ts';
import type { AcceptedFinding, Finding, FindingDecision, Quality, QualityRecord } from '../quality.schema.ts';
import type { QualityStore } from '../quality.store.ts';
import { shownQuality } from './show-quality.ts';

interface Context {
  readonly quality: Pick<QualityStore, 'find' | 'change' | 'tellDecision'>;
  readonly customers: Pick<CustomerReader, 'getChangeable'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Says that a value is right although it looks wrong, or takes that back. The same again changes nothing. */
export async function decideFinding(
  { customerId, decision }: { readonly customerId: string; readonly decision: FindingDecision },
  { quality, customers, principal, origin }: Context,
): Promise<Change<Quality>> {
  await customers.getChangeable(customerId, 'customers.write', principal);
  const before = await quality.find(customerId);
  if (before === undefined) throw nothingFound();
  const isOfIt = ({ code, field }: Pick<FindingDecision, 'code' | 'field'>) =>
    code === decision.code && field === decision.field;
  const [open, decided] = [before.findings.find(isOfIt), before.accepted.find(isOfIt)];
  if (open === undefined && decided === undefined) throw nothingFound();
  if ((decided !== undefined) === decision.accepted) return { result: shownQuality(before), writes: [] };
  const { version, ...rest } = before;
  const after = {
    ...rest,
    ...(open === undefined
      ? reopened(before, isOfIt)
      : accepting(before, { ...open, by: principal.id, at: origin.at })),
  };
  return {
    result: shownQuality({ ...after, version: version + 1 }),
    writes: [
      ...quality.change(before, after),
      quality.tellDecision(before, after.accepted, decision, origin),
    ],
  };
}

function accepting({ findings, accepted }: QualityRecord, found: AcceptedFinding) {
  const isIt = ({ code, field }: Finding) => code === found.code && field === found.field;
  return { findings: findings.filter((each) => !isIt(each)), accepted: [...accepted, found] };
}

function reopened({ findings, accepted }: QualityRecord, isIt: (each: Finding) => boolean) {
  const again = accepted.filter(isIt).map(({ by: _, at: __, ...finding }) => finding);
  return { findings: [...findings, ...again], accepted: accepted.filter((each) => !isIt(each)) };
}

function nothingFound(): AppError {
  return new AppError('not-allowed-now', 'There is no such finding now.', {
    violations: [
      {
        pointer: '/body/field',
        reason: 'This customer has no such finding: read GET /customers/{customerId}/quality again.',
      },
    ],
  });
}
