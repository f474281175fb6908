// No reader survives this page.

import { segfault } from "./crashes.ts";

export const readPage = segfault;
