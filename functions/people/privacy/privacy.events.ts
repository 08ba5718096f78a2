/** What the privacy domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { overdueEvent } from '../../../shared/events/overdue.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { erasureId, exportId } from './privacy.schema.ts';

const ofExport = { exportId: exportId.schema, customerId: customerIdSchema };
const ofErasure = { erasureId: erasureId.schema, customerId: customerIdSchema };

export const exportRequested = event('export.requested', z.object(ofExport));
/** Somebody who has the link was handed the file. */
export const exportDownloaded = event('export.downloaded', z.object(ofExport));

export const erasureRequested = event('erasure.requested', z.object(ofErasure));
/** Nothing of the customer is left: whoever keeps a copy removes it, too. */
export const customerErased = event('customer.erased', z.object({ customerId: customerIdSchema }));

/** An erasure that has to look again for what work under way has left. */
export const erasureOverdue = overdueEvent('erasure', 'work');
