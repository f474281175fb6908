// Every page sends its reader into a loop without end; both OCR workers are soon busy for good.

import { hang } from "./hangs.ts";

export const readPage = hang;
