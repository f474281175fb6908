// sharp as every worker process wants it: one thread, since other workers hold the other cores, and no cache of results,
// since no image is seen twice and a worker's memory is limited.

import sharp from "sharp";

sharp.concurrency(1);
sharp.cache(false);

export default sharp;
