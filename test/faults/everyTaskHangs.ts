// One client sends documents that hang, one after the other: whatever is done with them never ends.

import { hang } from "./hangs.ts";

export const findFields = hang;
export const renderPage = hang;
